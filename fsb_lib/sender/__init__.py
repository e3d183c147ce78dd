"""Who the reports are from: name, logo, typeface and colours, read from `sender.yaml`.

In: the project's folder. Out: a `Sender` whose every part may enter a page. Imported by
the rooms of pages and of what is sent. Door: `sender.read_sender`.
"""
