"""The gate between counts about persons and everything that is shown.

    measured tables -> names of counts -> joint model -> pattern of what is hidden -> gate
                       count_names        joint_model    pattern                      gate
                                          sums/          must_hide, suppression,
                                          published_facts   open_part, solver

In: measured tables, what is public already. Out: `ProtectedTable`s, which `gate.protect` alone
makes and everything shown is made from, and the private proof. Imported by all rooms that read
protected tables; it knows nothing of who audits it. Doors: `pattern.pattern`, `gate.protect`,
`protected.ProtectedReport`.
"""
