"""How staff accounts are kept where Cognito keeps them, and that nothing under /desk is served without its guard."""

from importlib import import_module
from pathlib import Path

from functions.shared.doors import staff
from functions.shared.edge.http import App
from functions.signin.handler import app as signin
from tests.structure.templates import Template, functions, named, of_type

ROOT = Path(__file__).parents[2]
HANDLERS = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in (ROOT / "functions").glob("*/*handler.py")
}


def apps() -> dict[str, App]:
    """The app of each handler that has one, by the handler's name."""
    found = {name: getattr(import_module(name), "app", None) for name in HANDLERS}
    return {name: app for name, app in found.items() if isinstance(app, App)}


def under_desk(path: str) -> bool:
    return path == "/desk" or path.startswith("/desk/")


def test_whatever_serves_a_page_under_desk_has_the_guard_and_serves_nothing_else() -> None:
    assert "functions.desk.handler" in apps()
    for name, app in apps().items():
        serves = {under_desk(path) for _, path in app.routes}
        assert serves in ({True}, {False}), name
        assert (app.guard is staff.admit) is (serves == {True}), name


def test_whatever_is_led_to_under_desk_has_the_guard(template: Template) -> None:
    """API Gateway sends a path to the route that fits best, known to the app or not."""
    handlers = {name: it["Handler"].rpartition(".")[0] for name, it in of_type(template, "Lambda::Function").items()}
    behind = {
        name: handlers[named(it["IntegrationUri"])]
        for name, it in of_type(template, "ApiGatewayV2::Integration").items()
    }
    guarded = set()
    for route in of_type(template, "ApiGatewayV2::Route").values():
        path = route["RouteKey"].split(" ")[-1]
        handler = behind[named(route["Target"]["Fn::Join"][1][1])]
        assert (path.startswith("/desk")) is (handler in apps() and apps()[handler].guard is staff.admit), path
        guarded |= {path} if path.startswith("/desk") else set()
    assert {"/desk", "/desk/{path+}"} <= guarded


def test_signing_in_changes_something_by_post_alone_but_for_what_comes_from_the_issuer() -> None:
    assert signin.guard is None
    assert {path for method, path in signin.routes if method == "POST"} == {"/signin/out"}


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
