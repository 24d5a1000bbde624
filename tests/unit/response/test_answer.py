"""What a text does with what is open: exactly one meaning acts, several ask back, none says how it is done."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.response.answer import ASKED_BACK, HELPED, Decided, decide, refused
from functions.response.grammar import Said
from functions.response.open_questions import Act, Asks, Question, to_resident, to_unit
from functions.shared.domain.request import OrderState
from functions.shared.domain.rows import OrderRow, rows
from tests import builders as b
from tests.county import RED_CROSS


def order(asks: Asks = Asks.TAKE, code: str = "6825061749", request: str = "3000000017") -> Question:
    return Question(asks, request, code, 1, "red_cross")


def mine(asks: Asks, code: str = "3825061749") -> Question:
    return Question(asks, code, code)


TAKE, WORK = order(), order(Asks.WORK)
OTHER, OTHER_WORK = order(code="6000000382", request="3000000025"), order(Asks.WORK, "6000000382", "3000000025")
VERDICT, CONFIRM, SAY, WAIT = (mine(asks) for asks in (Asks.VERDICT, Asks.CONFIRM, Asks.SAY, Asks.WAIT))
FOLLOW, FOLLOWED = (replace(mine(asks, "3000000066"), follow="f1") for asks in (Asks.FOLLOW, Asks.FOLLOWED))
VERDICT_2, CONFIRM_2, SAY_2 = (mine(asks, "3000000041") for asks in (Asks.VERDICT, Asks.CONFIRM, Asks.SAY))

UNIT = [
    ("1", "", [TAKE], Act.TAKE, "taken_reply"),
    ("2", "不归我们管", [TAKE], Act.RETURN, "returned_reply"),
    ("2", "", [TAKE], Act.RETURN, "returned_reply"),
    ("3", "已清理", [WORK], Act.DONE, "done_reply"),
    ("1", "", [TAKE, OTHER_WORK], Act.TAKE, "taken_reply"),
    ("3", "已清理", [TAKE, OTHER_WORK], Act.DONE, "done_reply"),
    ("1", "", [TAKE, OTHER], None, "which_unit"),
    ("2", "", [TAKE, OTHER], None, "which_unit"),
    ("3", "已清理", [WORK, OTHER_WORK], None, "which_unit"),
    ("3", "", [WORK], None, "done_needs_words"),
    ("3", "", [WORK, OTHER_WORK], None, "which_unit"),
    ("1", "", [WORK], None, "taken_reply"),
    ("1", "", [WORK, OTHER_WORK], None, "nothing_open"),
    ("3", "已清理", [TAKE], None, "not_understood_unit"),
    ("2", "", [WORK], None, "nothing_open"),
    ("0", "", [TAKE], None, "nothing_open"),
    ("1", "", [], None, "nothing_open"),
    ("", "好的", [TAKE], None, "not_understood_unit"),
    ("", "好的", [TAKE, OTHER], None, "which_unit"),
    ("", "好的", [], None, "nothing_open"),
    ("", "", [TAKE], None, "not_understood_unit"),
]
RESIDENT = [
    ("1", "", [VERDICT], Act.SOLVED, "verdict_reply_solved"),
    ("2", "还有一半", [VERDICT], Act.PARTLY, "verdict_reply_partly"),
    ("3", "", [VERDICT], Act.NOT, "verdict_reply_not"),
    ("1", "", [VERDICT, CONFIRM], Act.SOLVED, "verdict_reply_solved"),
    ("0", "", [VERDICT, CONFIRM], Act.CONFIRM, "confirmed"),
    ("0", "", [SAY, CONFIRM, SAY_2], Act.CONFIRM, "confirmed"),
    ("0", "", [FOLLOW], Act.CONFIRM, "follow_confirmed"),
    ("0", "", [SAY, CONFIRM, FOLLOW], Act.CONFIRM, "confirmed"),
    ("9", "", [FOLLOWED], Act.STOP, "follow_stopped"),
    ("9", "", [VERDICT, SAY, FOLLOW, FOLLOWED], Act.STOP, "follow_stopped"),
    ("9", "", [VERDICT], None, "nothing_open"),
    ("1", "", [VERDICT, FOLLOWED], Act.SOLVED, "verdict_reply_solved"),
    ("1", "", [FOLLOWED], None, "nothing_open"),
    ("", "谢谢", [FOLLOWED], None, "nothing_open"),
    ("0", "", [SAY, CONFIRM, SAY_2, CONFIRM_2], Act.CONFIRM, "confirmed"),  # one number
    ("0", "", [SAY], None, "nothing_open"),
    ("1", "", [VERDICT, VERDICT_2], None, "which_resident"),
    ("1", "", [VERDICT, SAY_2], Act.SOLVED, "verdict_reply_solved"),
    ("1", "", [SAY], None, "nothing_open"),
    ("1", "", [WAIT], Act.WORDS, "words_kept"),
    ("", "在三号楼后面", [SAY], Act.WORDS, "words_kept"),
    ("", "在三号楼后面", [SAY, CONFIRM], Act.WORDS, "words_kept"),
    ("", "在三号楼后面", [VERDICT, CONFIRM], Act.WORDS, "not_understood_resident"),
    ("", "在三号楼后面", [WAIT, SAY_2], Act.WORDS, "words_kept"),
    ("", "在三号楼后面", [WAIT, VERDICT_2], Act.WORDS, "words_kept"),
    ("", "在三号楼后面", [SAY, SAY_2], None, "nothing_open"),
    ("", "在三号楼后面", [VERDICT, SAY_2], None, "not_understood_resident"),
    ("", "在三号楼后面", [VERDICT, VERDICT_2], None, "which_resident"),
    ("", "在三号楼后面", [], None, "unknown_number"),
    ("1", "", [], None, "unknown_number"),
    ("", "", [SAY], None, "words_kept"),
]


@pytest.mark.parametrize(("digit", "words", "questions", "act", "answer"), UNIT)
def test_of_a_unit(digit: str, words: str, questions: list[Question], act: Act | None, answer: str) -> None:
    decided = decide(Said(digit, "", words), questions, of_unit=True)
    assert (decided.act, decided.answer) == (act, answer)


@pytest.mark.parametrize(("digit", "words", "questions", "act", "answer"), RESIDENT)
def test_of_a_resident(digit: str, words: str, questions: list[Question], act: Act | None, answer: str) -> None:
    decided = decide(Said(digit, "", words), questions, of_unit=False)
    assert (decided.act, decided.answer) == (act, answer)


@pytest.mark.parametrize("code", ["1749", "6825061749"])
def test_a_code_says_which(code: str) -> None:
    assert decide(Said("1", code), [TAKE, OTHER], of_unit=True) == Decided("taken_reply", (TAKE,), Act.TAKE)


def test_the_same_last_digits_twice_ask_for_the_whole_code() -> None:
    twin = order(code="6111111749", request="3000000033")
    asked = decide(Said("1", "1749"), [TAKE, twin], of_unit=True)
    assert (asked.act, asked.answer, asked.about) == (None, "which_unit", (TAKE, twin))
    assert decide(Said("1", twin.code), [TAKE, twin], of_unit=True).about == (twin,)


def test_a_unit_and_a_resident_in_one() -> None:
    asked = decide(Said("1"), [TAKE, VERDICT], of_unit=True)
    assert (asked.act, asked.answer) == (None, "which_unit")
    assert decide(Said("1", VERDICT.code), [TAKE, VERDICT], of_unit=True).act is Act.SOLVED
    assert decide(Said("3"), [TAKE, VERDICT], of_unit=True).act is Act.NOT
    assert decide(Said("2"), [WORK, VERDICT], of_unit=True).act is Act.PARTLY


@pytest.mark.parametrize("of_unit", [True, False])
def test_a_code_of_somebody_else_is_like_one_that_nobody_has(of_unit: bool) -> None:
    questions = [TAKE, OTHER] if of_unit else [VERDICT, CONFIRM]
    for digit, words in product("0123", ("", "已清理")):
        decided = decide(Said(digit, "6000000003", words), questions, of_unit=of_unit)
        assert (decided.act, decided.answer, decided.about) == (None, "nothing_open", ())


@pytest.mark.parametrize(
    ("digit", "words", "question"),
    [
        ("1", "不归我们管", TAKE),
        ("1", "没解决", VERDICT),
        ("1", "还是不亮", VERDICT),
        ("3", "已经解决了，谢谢", VERDICT),
        ("3", "还没修好", WORK),
        ("3", "办不了", WORK),
    ],
)
def test_words_that_say_the_contrary_of_the_digit_change_nothing(digit: str, words: str, question: Question) -> None:
    decided = decide(Said(digit, "", words), [question], of_unit=question.unit is not None)
    assert decided.act in (None, Act.WORDS)
    assert decided.answer.startswith("not_understood")
    assert decided.keeps or decided.act is Act.WORDS


@pytest.mark.parametrize(
    ("digit", "words", "question"),
    [
        ("1", "不错，谢谢", VERDICT),
        ("1", "没问题", TAKE),
        ("3", "没解决", VERDICT),
        ("3", "垃圾还在，不像解决了", VERDICT),
        ("3", "已修好，不再漏水", WORK),
    ],
)
def test_words_that_agree_with_the_digit_are_taken_with_it(digit: str, words: str, question: Question) -> None:
    decided = decide(Said(digit, "", words), [question], of_unit=question.unit is not None)
    assert decided.act is question.act(digit)


def test_what_is_kept_has_words_or_is_of_nobody_we_know() -> None:
    assert decide(Said("1"), [], of_unit=False).keeps
    assert decide(Said("1", "", "已安排"), [], of_unit=True).keeps
    assert not decide(Said("1"), [], of_unit=True).keeps
    assert not decide(Said("1"), [SAY], of_unit=False).keeps
    assert decide(Said("3"), [SAY], of_unit=False).keeps  # something that has ended isn't solved, most likely


def test_whose_requests_have_all_ended_is_no_stranger() -> None:
    ended = decide(Said("3", "", "又漏了"), [], of_unit=False, known=True)
    assert (ended.answer, ended.act, ended.keeps) == ("nothing_open", None, True)


def test_a_code_that_is_nothing_open_is_never_done_to_another() -> None:
    for asks in (WAIT, SAY, VERDICT):
        decided = decide(Said("3", "0000", "还漏水"), [asks], of_unit=False)
        assert (decided.answer, decided.act, decided.keeps) == ("nothing_open", None, True)


def test_a_code_of_what_takes_no_such_answer_is_never_done_to_another() -> None:
    for digit, other in product("123", (WAIT, VERDICT_2)):
        decided = decide(Said(digit, SAY_2.last_four, "还漏水"), [replace(other, code=SAY.code), SAY_2], of_unit=False)
        assert (decided.answer, decided.act, decided.keeps) == ("nothing_open", None, True)


def test_words_beside_a_nought_for_several_go_to_the_desk() -> None:
    assert decide(Said("0", "", "三号楼"), [CONFIRM, CONFIRM_2], of_unit=False).keeps
    assert not decide(Said("0", "", "三号楼"), [CONFIRM], of_unit=False).keeps
    assert not decide(Said("0"), [CONFIRM, CONFIRM_2], of_unit=False).keeps


def test_what_the_step_refuses_is_answered_clearly() -> None:
    take, back = Decided("taken_reply", (TAKE,), Act.TAKE), Decided("returned_reply", (TAKE,), Act.RETURN)
    assert refused(take, "already_taken", Said("1")).answer == "taken_reply"
    assert refused(take, "withdrawn", Said("1")).answer == "nothing_open"
    assert refused(back, "already_taken", Said("2")).answer == "nothing_open"
    assert refused(back, "already_taken", Said("2", "", "不归我们")).keeps
    assert refused(back, "community_cannot_return", Said("2")).answer == "not_understood_unit"
    for decided, reason in product((take, back), ("already_taken", "withdrawn", "not_now", "community_cannot_return")):
        again = refused(decided, reason, Said("1"))
        assert again.act is None
        assert again.most == ASKED_BACK


QUESTIONS = [TAKE, WORK, OTHER, OTHER_WORK, VERDICT, VERDICT_2, CONFIRM, CONFIRM_2, SAY, SAY_2, WAIT, FOLLOW, FOLLOWED]
SAYINGS = st.builds(
    Said,
    st.sampled_from(["", *"0123"]),
    st.sampled_from(["", "1749", "0382", TAKE.code, VERDICT.code, "9999"]),
    st.sampled_from(["", "已清理", "不归我们管"]),
)


@given(said=SAYINGS, questions=st.lists(st.sampled_from(QUESTIONS), unique=True), of_unit=st.booleans())
def test_whatever_is_open_one_thing_at_most_is_done_and_it_is_one_that_was_meant(
    said: Said, questions: list[Question], of_unit: bool
) -> None:
    decided = decide(said, questions, of_unit=of_unit)
    assert set(decided.about) <= set(questions)
    if decided.act is Act.CONFIRM:  # the number, whatever was filed with it
        assert all(question.asks in (Asks.CONFIRM, Asks.FOLLOW) for question in decided.about)
    elif decided.act and decided.act is not Act.WORDS:
        (question,) = decided.about
        assert question.act(said.digit) is decided.act
        assert said.code in ("", question.code, question.last_four)
        others = [it for it in questions if it != question and it.act(said.digit)]
        assert all(said.code and said.code not in (it.code, it.last_four) for it in others)
        assert decided.most is None
    if not decided.act or decided.act is Act.WORDS:
        assert decided.most in (HELPED, ASKED_BACK)
    if said.words and decided.act is None and not decided.keeps:  # nothing that was said is lost
        assert decided.answer in ("which_unit", "which_resident")  # sent again with the code


def test_an_order_that_stands_still_is_not_taken_and_one_that_is_over_not_asked_about() -> None:
    def row(state: OrderState, paused: bool) -> OrderRow:
        return next(
            replace(it, state=state, paused=paused)
            for it in rows(b.a_request(whistled_to=RED_CROSS))
            if isinstance(it, OrderRow)
        )

    asked = {
        (state, paused): [question.asks for question in to_unit([row(state, paused)])]
        for state, paused in product(OrderState, (False, True))
    }
    assert {key: asks for key, asks in asked.items() if asks} == {
        (OrderState.OPEN, False): [Asks.TAKE],
        (OrderState.ACCEPTED, False): [Asks.WORK],
        (OrderState.ACCEPTED, True): [Asks.WORK],
    }


def test_what_a_resident_is_asked() -> None:
    taken = b.a_request(whistled_to=RED_CROSS).after(b.accepted())
    done = taken.after(b.done())
    assert [question.asks for question in to_resident([taken])] == [Asks.SAY, Asks.CONFIRM]
    assert [question.asks for question in to_resident([done])] == [Asks.VERDICT, Asks.CONFIRM]
    assert [question.asks for question in to_resident([done.after(b.confirmed())])] == [Asks.VERDICT]
    assert [question.asks for question in to_resident([taken.after(b.asked())])] == [Asks.WAIT, Asks.CONFIRM]
    assert to_resident([b.closed()]) == ()
