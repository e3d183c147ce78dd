"""Rows used: one line per register, made of the counts of intake."""

from fsb_lib.measures.linkage import rows_used


def test_rows_left_out_are_what_is_neither_kept_nor_repeated() -> None:
    quality = {
        "bif_ydelser": {
            "rows_read": 100, "rows_kept": 90, "missing_date": 4, "unknown_code": 3, "duplicate": 3,
            "cpr_padded": 5,
        },
        "sof_sager": {"rows_read": 10, "rows_kept": 10},
    }  # fmt: skip
    table = rows_used(quality)
    assert {row.keys: tuple(row.values.values()) for row in table.rows} == {
        ("bif_ydelser",): (100, 90, 3, 7),
        ("sof_sager",): (10, 10, 0, 0),
    }
