"""Merchants named in queries: any script, case and spacing, one slip in a longer name, nothing that is only near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Merchant
from app.merchant_names import MerchantNames


def _merchants(*names: str) -> list[Merchant]:
    """Merchants whose ids are their names."""
    return [Merchant(name, name, name) for name in names]


NAMES = MerchantNames(
    [
        *_merchants("CASEKOO", "Picocici", "Piggy Kiddie", "The Progress", "Nob Hill Inn", "Charger", "Apple"),
        *_merchants("Asis", "Zara", "H&M", "On", "Amore", "小米", "无印良品", "Озон Маркет", "เซ็นทรัล"),
        Merchant("unnamed-phone-cases", "Unnamed phone-case shop"),
        Merchant("aliased", "Shop of many names", aliases=("Кошкин дом", "Night Owl")),
    ]
)


@pytest.mark.parametrize(
    "query",
    [
        "casekoo warranty",
        "CASEKOO garantie",
        "ＣＡＳＥＫＯＯ",
        "ｃａｓｅｋｏｏ 保証",
        "is case-koo ok",
        "case koo's returns",
        "cáseköo",
        "case\u00adkoo",
        "customer-care@casekoo.com",
        "怎么退货casekoo",
        "casekoo에서 환불",
        "สั่งเคสจากcasekooเมื่อวาน",
    ],
)
def test_a_name_is_found_whatever_its_case_width_accents_and_spaces(query: str) -> None:
    assert NAMES.named(query).merchant_ids == {"CASEKOO"}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("кейскоо гарантия", "CASEKOO"),
        ("ケースクーの保証", "CASEKOO"),
        ("케이스코 환불", "CASEKOO"),
        ("ピコチチ 返品", "Picocici"),
        ("ピコチチの返品ポリシー", "Picocici"),
        ("पिकोचिची वापसी", "Picocici"),
        ("возврат Пигги Кидди", "Piggy Kiddie"),
        ("ozon market returns", "Озон Маркет"),
    ],
)
def test_a_name_is_heard_in_another_script(query: str, named: str) -> None:
    assert NAMES.named(query).merchant_ids == {named}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("caseko return", "CASEKOO"),
        ("casekooo return", "CASEKOO"),
        ("caskoo", "CASEKOO"),
        ("picoicci", "Picocici"),
        ("picocoici shipping", "Picocici"),
        ("pikocici shipping", "Picocici"),
        ("piggykiddie refund", "Piggy Kiddie"),
        ("piggykidie refund", "Piggy Kiddie"),
        ("pigy kiddie", "Piggy Kiddie"),
        ("piggy kiddies returns", "Piggy Kiddie"),
        ("озон марект", "Озон Маркет"),
    ],
)
def test_one_slip_in_a_longer_name_is_forgiven(query: str, named: str) -> None:
    assert NAMES.named(query).merchant_ids == {named}


@pytest.mark.parametrize(
    "query",
    [
        "unnamed phone-case shop",
        "phone case",
        "piggy bank",
        "they progress slowly",
        "a hotel on nob hill in spring",
        "do you charge a fee",
        "two chargers",
        "apply a discount",
        "apples",
        "is it sold as is",
        "casekos",
        "kasekoo",
        "zaar",
        "vasekoo",
        "casiko",
        "casekoobar",
        "киска",
        "大米",
        "好的",
        "",
        "?!",
        "🎁",
    ],
)
def test_what_is_only_near_names_nobody(query: str) -> None:
    assert NAMES.named(query).merchant_ids == frozenset()


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("On shoes", {"On"}),
        ("shoes on sale", set()),
        ("H&M returns", {"H&M"}),
        ("HM returns", set()),
        ("zara returns", {"Zara"}),
        ("za ra", set()),
        ("am ore", {"Amore"}),
        ("amorre", set()),
    ],
)
def test_the_shorter_a_name_the_stricter_its_spelling(query: str, named: set[str]) -> None:
    assert NAMES.named(query).merchant_ids == named


@pytest.mark.parametrize(
    ("query", "named"),
    [("小米 退货", "小米"), ("无印良品退货政策", "无印良品"), ("คืนสินค้าเซ็นทรัลได้ไหม", "เซ็นทรัล")],
)
def test_a_name_without_spaces_around_it_is_found_where_it_is_long_enough(query: str, named: str) -> None:
    assert NAMES.named(query).merchant_ids == {named}


def test_two_characters_inside_a_run_of_han_may_belong_to_other_words() -> None:
    assert NAMES.named("小米粥怎么煮").merchant_ids == frozenset()


@pytest.mark.parametrize("query", ["кошкин дом доставка", "night owl delivery", "NightOwl"])
def test_an_alias_counts_as_a_name(query: str) -> None:
    assert NAMES.named(query).merchant_ids == {"aliased"}


def test_every_named_merchant_is_given() -> None:
    assert NAMES.named("casekoo or picocici, which ships faster").merchant_ids == {"CASEKOO", "Picocici"}


def test_merchants_of_the_same_name_are_both_named() -> None:
    names = MerchantNames([Merchant("a", "Twin", "Twin"), Merchant("b", "Twin", "Twin")])
    assert names.named("twin returns").merchant_ids == {"a", "b"}


@pytest.mark.parametrize(
    ("query", "named"), [("blue moon returns", {"Blue Moon"}), ("moonblue", set()), ("a blue case", {"Blue"})]
)
def test_a_name_within_a_longer_one_is_not_meant(query: str, named: set[str]) -> None:
    assert MerchantNames(_merchants("Blue", "Blue Moon")).named(query).merchant_ids == named


def test_a_name_within_a_longer_one_is_not_meant_in_a_run_without_spaces() -> None:
    assert MerchantNames(_merchants("无印良", "无印良品")).named("请问无印良品退货").merchant_ids == {"无印良品"}


def test_a_name_of_signs_alone_is_never_named() -> None:
    assert MerchantNames(_merchants("!!!")).named("!!! returns").merchant_ids == frozenset()


def test_without_merchants_nobody_is_named() -> None:
    assert MerchantNames([]).named("casekoo").merchant_ids == frozenset()


@pytest.mark.parametrize(
    "query", ["\ufdfa" * 512, "a " * 256, "a" + "\u0301" * 511, "の返品ポ" * 128, "caseko " * 10_000]
)
def test_hostile_text_is_cut_short(query: str) -> None:
    assert NAMES.named(query).merchant_ids <= {"CASEKOO"}


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_is_found_between_spaces_in_any_text(before: str, after: str) -> None:
    assert "Picocici" in NAMES.named(f"{before} Picocici {after}").merchant_ids


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=60))
def test_names_and_queries_of_any_text_are_taken(names: list[str], query: str) -> None:
    merchants = [Merchant(str(i), "label", name) for i, name in enumerate(names)]
    assert MerchantNames(merchants).named(query).merchant_ids <= {merchant.id for merchant in merchants}


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("casekoo return policy", "return policy"),
        ("What is CASEKOO's return policy?", "What is return policy?"),
        ("CASEKOO's or Picocici's returns", "or returns"),
        ("does case koo ship", "does ship"),
        ("when does it ship, Picocici?", "when does it ship, ?"),
        ("the shop's return policy", "the shop's return policy"),
        ("'s returns", "'s returns"),
    ],
)
def test_the_rest_of_a_query_is_what_is_asked_whoever_is_named(query: str, rest: str) -> None:
    assert " ".join(NAMES.named(query).rest.split()) == rest


@pytest.mark.parametrize("query", ["casekoo", "CASEKOO?", "Picocici!! 24", "zebra", "?!", ""])
def test_a_query_that_is_only_a_name_or_has_none_stays_as_it_is(query: str) -> None:
    assert NAMES.named(query).rest == query
