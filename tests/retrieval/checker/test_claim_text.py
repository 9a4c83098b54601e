from retrieval.checker.claim_text import write_claim


def test_claims_of_all_sets_are_written_alike() -> None:
    assert write_claim("He did n't say ``no'' .") == write_claim("He didn’t say “no”")
