// "Where I am": which of the places in the list are near. The position is compared here, on the telephone, and goes
// nowhere: the page's policy gives this script no connection, and nothing is written into the form but the place that a
// person then presses. Without it the list, the search and the sketch do the same.
"use strict";

const FARTHEST = 2000; // metres: what lies beyond isn't "here"
const MOST = 3; // places to choose among
const COARSEST = 2000; // metres by which a position may be wrong
const EARTH = 6371009; // metres, the mean radius (IUGG)
const ANSWER = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 }; // ms
const NO_ANSWER = 30000; // ms: some browsers never say that nobody answered their question

// Along the ground (haversine), in metres. Each is [degrees north, degrees east].
function metres(one, other) {
  const [north, east] = one.map((degrees, way) => ((other[way] - degrees) * Math.PI) / 180);
  const wide = Math.cos((one[0] * Math.PI) / 180) * Math.cos((other[0] * Math.PI) / 180);
  const half = Math.sin(north / 2) ** 2 + wide * Math.sin(east / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(half));
}

// As people say it: no more exact than a telephone knows.
function rounded(distance, said) {
  if (distance < 975) return said.metres.replace("{count}", Math.max(50, Math.round(distance / 50) * 50));
  return said.kilometres.replace("{count}", (distance / 1000).toFixed(1));
}

function nearest(position, options) {
  return options
    .map((option) => ({ option, distance: metres(position, option.dataset.spot.split(",").map(Number)) }))
    .filter(({ distance }) => distance <= FARTHEST)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST);
}

function onPage(here) {
  const said = here.dataset;
  const [ask, status, near] = ["ask", "said", "near"].map((name) => document.getElementById(`here-${name}`));
  const place = document.getElementById("place");
  let asked = 0; // only the last press is answered

  const showChosen = () => {
    for (const button of near.children) button.setAttribute("aria-pressed", String(button.value === place.value));
  };

  const offer = ({ option, distance }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.value = option.value;
    button.textContent = `${option.text.trim()} · ${rounded(distance, said)}`;
    button.addEventListener("click", () => {
      place.value = option.value;
      status.textContent = said.chosen.replace("{name}", option.text.trim());
      showChosen();
    });
    return button;
  };

  const answer = (words, found = []) => {
    status.textContent = words;
    near.hidden = !found.length;
    near.textContent = "";
    near.append(...found.map(offer));
    showChosen();
  };

  ask.addEventListener("click", () => {
    const mine = ++asked;
    const still = (tell) => (given) => mine === asked && tell(given);
    const options = [...place.querySelectorAll("option[data-spot]")];
    answer(said.waiting);
    const unanswered = setTimeout(still(() => answer(said.late)), NO_ANSWER);
    const found = ({ coords }) => {
      clearTimeout(unanswered);
      if (coords.accuracy > COARSEST) return answer(said.vague);
      const places = nearest([coords.latitude, coords.longitude], options);
      answer(places.length ? said.found : said.none, places);
    };
    const failed = ({ code }) => {
      clearTimeout(unanswered);
      answer({ 1: said.denied, 3: said.late }[code] || said.away); // as the standard numbers them
    };
    navigator.geolocation.getCurrentPosition(still(found), still(failed), ANSWER);
  });
  place.addEventListener("change", showChosen);
  here.hidden = false;
}

{
  const here = document.getElementById("here");
  if (here && navigator.geolocation && window.isSecureContext !== false) onPage(here);
}
