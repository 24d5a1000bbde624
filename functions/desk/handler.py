"""The staff's pages. Whoever gets here has signed in: `app.staff`."""

from functions.desk import door
from functions.shared.edge import http
from functions.shared.gateways.pages import page

app = http.App(page, guard=door.admit)


@app.get("/desk")
def home() -> http.Answer:
    return app.page("desk/home.html", staff=app.staff, sign_out=door.token(app.visit, "sign_out"))


main = app.main
