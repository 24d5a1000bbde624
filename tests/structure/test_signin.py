"""How staff accounts are kept where Cognito keeps them, and that nothing under /desk is served without its guard."""

import ast
from pathlib import Path

from functions.desk import door
from functions.desk.handler import app
from functions.signin.handler import app as signin
from tests.structure.templates import Template, functions, of_type

ROOT = Path(__file__).parents[2]


def test_the_desks_pages_have_their_guard() -> None:
    assert app.guard is door.admit
    assert all(path == "/desk" or path.startswith("/desk/") for _, path in app.routes)


def test_no_other_app_serves_anything_under_desk() -> None:
    """Every path is written where it is served, so the source says them all."""
    for file in (ROOT / "functions").glob("*/*.py"):
        if file.parent.name != "desk":
            assert [path for path in _served(file) if path.startswith("/desk")] == [], file


def test_every_app_that_has_pages_of_the_desk_is_made_with_a_guard() -> None:
    for file in (ROOT / "functions" / "desk").glob("*.py"):
        for call in _calls(file):
            if ast.unparse(call.func).endswith("App"):
                assert [keyword.arg for keyword in call.keywords] == ["guard"], file


def test_signing_in_changes_something_by_post_alone_but_for_what_comes_from_the_issuer() -> None:
    assert signin.guard is None
    assert {path for method, path in signin.routes if method == "POST"} == {"/signin/out"}


def test_no_other_function_is_led_to_under_desk(template: Template) -> None:
    """API Gateway sends a path to the longest route that fits: all of /desk is the guarded function's."""
    keys = {route["RouteKey"] for route in of_type(template, "ApiGatewayV2::Route").values()}
    assert {key for key in keys if key.split(" ")[-1].startswith("/desk")} == {"ANY /desk", "ANY /desk/{path+}"}


def test_nobody_makes_an_account_for_themselves(template: Template, local_template: Template) -> None:
    for which, protected in ((template, "ACTIVE"), (local_template, "INACTIVE")):
        (pool,) = of_type(which, "Cognito::UserPool").values()
        assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
        assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
        assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}
        assert pool["DeletionProtection"] == protected


def test_codes_alone_come_back_and_to_us_alone(template: Template) -> None:
    (client,) = of_type(template, "Cognito::UserPoolClient").values()
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["AllowedOAuthScopes"] == ["openid", "email"]
    assert client["CallbackURLs"] == ["https://pgy.example/signin/back"]
    assert client["LogoutURLs"] == ["https://pgy.example/signin"]


def test_mainland_chinas_stages_do_without_cognito(mainland_template: Template) -> None:
    assert not any("Cognito" in it["Type"] for it in mainland_template["Resources"].values())
    variables = functions(mainland_template)["signin"]["Environment"]["Variables"]
    assert variables["SIGNIN_ISSUER"] == "https://issuer.example"
    assert variables["SIGNIN_DISCOVERY"] == "https://issuer.example/.well-known/openid-configuration"


def _calls(file: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]


def _served(file: Path) -> list[str]:
    return [
        str(call.args[0].value)
        for call in _calls(file)
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("get", "post") and call.args
        if isinstance(call.args[0], ast.Constant)
    ]
