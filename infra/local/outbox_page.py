"""/outbox: the text messages and emails that would have been sent, to look at. Local only."""

from html import escape

from infra.local.outbox import Email, Sms

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_SEGMENT = 70  # UTF-16 units of one text message (3GPP TS 23.040, UCS-2)
_STYLE = """
body { font: 16px/1.6 "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif;
  margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1b2430; background: #f6f7f9 }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2rem } h3 { font-size: 1rem; margin: 1.2rem 0 .4rem }
ol { list-style: none; padding: 0; margin: 0 } li, article { background: #fff; border: 1px solid #c9d0d9;
  border-radius: .4rem; padding: .6rem .8rem; margin-bottom: .5rem }
small { color: #51606f } .long { color: #a4161a; font-weight: bold } p { margin: .2rem 0; white-space: pre-wrap }
pre { white-space: pre-wrap; overflow-wrap: anywhere } iframe { width: 100%; height: 28rem; border: 1px solid #c9d0d9 }
form { margin: .4rem 0 .6rem } input, button { font: inherit; padding: .2rem .5rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0 } dd { margin: 0;
  overflow-wrap: anywhere }
"""


def page(sent: list[Sms | Email]) -> str:
    """The whole page, newest first: texts by number, then emails."""
    sms = [message for message in reversed(sent) if isinstance(message, Sms)]
    emails = [message for message in reversed(sent) if isinstance(message, Email)]
    numbers = dict.fromkeys(message.number for message in sms)
    texts = "".join(_number(number, [message for message in sms if message.number == number]) for number in numbers)
    letters = "".join(_email(email) for email in emails)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>发件箱 Outbox</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main>"
        '<h1>发件箱 <span lang="en">Outbox</span></h1>'
        "<p>本机演示“发出”的短信和邮件，没有真的发给任何人。"
        '<span lang="en">What this demo would have sent; nobody has received it.</span> '
        '<a href="/outbox">刷新 <span lang="en">Reload</span></a> · <a href="/outbox.json">JSON</a></p>'
        f'<h2>短信 <span lang="en">Text messages</span>（{len(sms)}）</h2>{texts or _NONE}'
        f'<h2>邮件 <span lang="en">Emails</span>（{len(emails)}）</h2>{letters or _NONE}'
        "</main></body></html>"
    )


_NONE = '<p>还没有。<span lang="en">None yet.</span></p>'


def _number(number: str, messages: list[Sms]) -> str:
    field = f"reply-{number.removeprefix('+')}"
    form = (
        f'<form method="post" action="/outbox/reply"><input type="hidden" name="number" value="{escape(number)}">'
        f'<label for="{escape(field)}">以这个号码回短信 <span lang="en">Reply as this number</span></label> '
        f'<input id="{escape(field)}" name="words" required maxlength="1600" autocomplete="off"> '
        '<button>发送 <span lang="en">Send</span></button></form>'
    )
    return f"<h3>{escape(number)}</h3>{form}<ol>{''.join(_sms(message) for message in messages)}</ol>"


def _sms(message: Sms) -> str:
    long = ' class="long"' if message.units > _SEGMENT else ""
    return (
        f"<li><p>{escape(message.text)}</p><small>{_moment(message.at)} · "
        f'<span{long}>{message.units} 字 <span lang="en">units</span></span></small></li>'
    )


def _email(email: Email) -> str:
    headers = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in email.headers.items())
    # Sandboxed: nothing in an email runs; its links open beside this page.
    inside = escape('<base target="_blank">' + email.html)
    view = (
        f'<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="{escape(email.subject)}" '
        f'srcdoc="{inside}"></iframe>'
    )
    return (
        f"<article><h3>{escape(email.subject)}</h3><p><small>{_moment(email.at)} · {escape(email.to)}</small></p>"
        f"<details><summary>HTML</summary>{view}</details>"
        f'<details open><summary>文本 <span lang="en">Text</span></summary><pre>{escape(email.text)}</pre></details>'
        f'<details><summary>邮件头 <span lang="en">Headers</span></summary><dl>{headers}</dl></details></article>'
    )


def _moment(at: str) -> str:
    return escape(at[:19].replace("T", " "))
