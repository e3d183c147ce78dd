"""Who the reports are from: name, logo, typeface and colours, read from `sender.yaml`.

In: the project's folder. Out: a `Sender` whose every part may enter a page. Door:
`sender.read_sender`.
"""
