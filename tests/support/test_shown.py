"""The list of what is shown stands in the order of the plan."""

from tests.support import shown


def test_ids_stand_by_issue_then_trust_then_rules_and_by_number():
    names = ["W2", "TD10", "planner-1", "TA1", "house-10", "house-2", "TD9", "S4"]
    told = [line.split(":")[0] for line in shown.lines({name: ["t"] for name in names})]
    assert told == ["house-2", "house-10", "planner-1", "TD9", "TD10", "TA1", "W2", "S4"]


def test_each_line_names_all_tests_of_its_id():
    assert shown.lines({"house-3": ["tests/a.py::one", "tests/b.py::two"]}) == [
        "house-3: tests/a.py::one tests/b.py::two"
    ]


def test_a_mistyped_id_is_noticed():
    assert shown.unknown({"hosue-3": ["t"], "house-3": ["t"], "TX1": ["t"]}) == ["TX1", "hosue-3"]
