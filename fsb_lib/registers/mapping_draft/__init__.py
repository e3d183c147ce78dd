"""A first draft of `registers.yaml` for a delivery under foreign names.

    refusal           a refusal that a mapping would mend -> the draft, and where it lies
    files, header     foreign files, opened by the readers that will read them
    look              what stands in each column: numbers, days, few values or many
    columns, tables   which column, and which file, is which of the contract
    codes, shown      what codes may mean, and which values may be shown at all
    words             how alike names are, by `data/foreign_names.yaml`
    write             the draft, each line with what speaks for it

In: the folder of a delivery that was refused. Out: `work/registers-draft.yaml`, for the analyst
alone; nothing of it is applied. Imported by `cpr_process`. Door: `refusal.pointing_to_a_draft`.
"""
