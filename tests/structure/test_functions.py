"""Each function in serverless.yml has its handler and back, its log, and no setting that belongs elsewhere."""

from typing import Any

from infra.layer.build import ROOT
from tests.structure.templates import Template, functions, named, of_type

# Nobody has to sign in for these: residents' and units' pages guard themselves by codes, links and telephones.
PUBLIC = {
    "ANY /": "intake",
    "ANY /report": "intake",
    "ANY /report/{path+}": "intake",
    "ANY /stations": "intake",
    "ANY /privacy": "intake",
    "$default": "intake",
    "ANY /u": "response",
    "ANY /u/{path+}": "response",
    "ANY /u/calendar/{path+}": "response_calendar",  # guarded by a secret in the address
    "POST /push/sms/{path+}": "response_push",  # guarded by a secret in the address
    "ANY /r": "verification",
    "ANY /r/{path+}": "verification",
    "ANY /results": "results_pages",
    "ANY /results/{path+}": "results_pages",
    "ANY /photos/{path+}": "photos",  # guarded by a signed link, and each picture's address by a signature of its own
    "ANY /follow/{path+}": "follows",
    "ANY /letters/{path+}": "digests_stop",
    "ANY /results.csv": "results_pages",
    "ANY /results.json": "results_pages",
    "ANY /results.atom": "results_pages",
    "ANY /posters": "posters",
    "ANY /posters/{path+}": "posters",
    "ANY /assets/{path+}": "assets",
    "ANY /signin": "signin",
    "ANY /signin/{path+}": "signin",
}
# Guarded by the app itself: functions/shared/doors/staff.py, before any of its routes.
GUARDED = {
    "ANY /desk": "desk",
    "ANY /desk/{path+}": "desk",
    "ANY /desk/directory": "registry",
    "ANY /desk/directory/{path+}": "registry",
    "ANY /desk/privacy": "privacy",
    "ANY /desk/privacy/{path+}": "privacy",
    "ANY /desk/exchange": "exchange",
    "ANY /desk/exchange/{path+}": "exchange",
    "ANY /desk/statistics": "statistics",
    "ANY /desk/statistics/{path+}": "statistics",
    "ANY /desk/digests": "digests",
    "ANY /desk/digests/{path+}": "digests",
    "ANY /desk/programmes": "programmes",
    "ANY /desk/programmes/{path+}": "programmes",
}


def test_each_function_has_its_handler_and_each_handler_its_function(template: Template) -> None:
    named_there = {function["Handler"] for function in functions(template).values()}
    files = (ROOT / "functions").glob("*/*handler.py")
    written = {".".join(file.relative_to(ROOT).with_suffix("").parts) + ".main" for file in files}
    assert named_there == written
    for file in (ROOT / "functions").glob("*/*handler.py"):
        assert "main" in file.read_text(), file


def test_every_route_is_on_the_public_list_or_has_an_authorizer(template: Template) -> None:
    logical = {name: it["FunctionName"].split("-", 2)[2] for name, it in of_type(template, "Lambda::Function").items()}
    integrations = {
        name: logical[named(it["IntegrationUri"])]
        for name, it in of_type(template, "ApiGatewayV2::Integration").items()
    }
    open_routes = {
        route["RouteKey"]: integrations[_integration(route)]
        for route in of_type(template, "ApiGatewayV2::Route").values()
        if "AuthorizerId" not in route
    }
    assert open_routes == PUBLIC | GUARDED


def _integration(route: dict[str, Any]) -> str:
    return named(route["Target"]["Fn::Join"][1][1])


def test_the_api_is_throttled_and_has_the_id_that_the_front_door_knows(template: Template) -> None:
    (api,) = of_type(template, "ApiGatewayV2::Api").values()
    assert api["Tags"]["ms-custom-id"] == "da4de110"
    (stage,) = of_type(template, "ApiGatewayV2::Stage").values()
    assert stage["DefaultRouteSettings"] == {"ThrottlingRateLimit": 100, "ThrottlingBurstLimit": 200}


def test_every_function_is_traced_and_its_log_kept_for_a_month(template: Template) -> None:
    logs = {it["LogGroupName"]: it for it in of_type(template, "Logs::LogGroup").values()}
    for function in functions(template).values():
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert logs[f"/aws/lambda/{function['FunctionName']}"]["RetentionInDays"] == 30


def test_the_clock_can_be_set_in_the_local_stage_alone(template: Template, local_template: Template) -> None:
    for which, there in ((template, False), (local_template, True)):
        for name, function in functions(which).items():
            assert ("CLOCK_FILE" in function["Environment"]["Variables"]) is there, name


def test_a_forwarded_address_is_believed_only_behind_a_front_door(template: Template, local_template: Template) -> None:
    for which, trusted in ((template, "0"), (local_template, "1")):
        for name, function in functions(which).items():
            assert function["Environment"]["Variables"]["TRUST_FORWARDED"] == trusted, name


def test_assets_start_without_the_libraries(template: Template) -> None:
    with_layer = {name for name, it in functions(template).items() if it.get("Layers")}
    assert with_layer == set(functions(template)) - {"assets"}


def test_all_run_on_the_one_runtime_named(template: Template) -> None:
    assert {function["Runtime"] for function in functions(template).values()} == {"python3.13"}
    (layer,) = of_type(template, "Lambda::LayerVersion").values()
    assert layer["CompatibleRuntimes"] == ["python3.13"]
