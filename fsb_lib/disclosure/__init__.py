"""The gate between counts about persons and everything that is shown (layer 3).

`protect` is the only maker of a `ProtectedTable`; notebooks get nothing else.
"""
