"""From delivery to snapshot: the only part of the program that reads registers.

    delivery (text files) -> texts -> typed rows and faults -> persons -> snapshot (Parquet)

After intake no CPR number exists outside the delivery itself.
"""
