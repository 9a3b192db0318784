"""Writes written.jsonl: our own sentences, each template with its counterpart, so that no template gives the label away."""
import itertools, json, pathlib, random

rng = random.Random(11)
GROUPS = ["Muslims", "Jews", "Black people", "gay people", "women", "immigrants", "trans people", "disabled people", "Christians", "refugees", "Mexicans", "Asians", "lesbians", "Roma", "Africans"]
CLEAN = ["I have {g} in my family and we get on well.", "{g} deserve the same rights as anyone else.", "I am proud to stand with {g}.",
  "It is wrong to say that {g} are inferior.", "I don't hate {g} and never did.", "No one should ever be told that {g} are vermin.",
  "Saying \"I hate {g}\" is disgusting and has no place here.", "He was convicted of shouting \"kill all {g}\" at a bus stop.",
  "Why would anybody attack {g} for who they are?", "The report says that attacks on {g} rose last year.", "My neighbours are {g}, lovely folk.",
  "Many {g} voted for the other side this time.", "{g} are not a threat to this country.", "I love being around {g}.", "We heard three {g} speak at the council meeting."]
HATE = ["{g} are vermin and should be wiped out.", "I hate {g} so much.", "{g} do not belong in this country.", "{g} are inferior, that is just a fact.",
  "Nobody wants {g} living near them.", "We should get rid of all {g}.", "{g} are disgusting animals.", "Every one of these {g} is a criminal.",
  "I wish {g} would all disappear.", "You can never trust {g}.", "{g} are a disease on this society.", "I am not racist, but {g} are lazy parasites.",
  "If it were up to me, {g} would have no rights.", "Someone should burn down the homes of {g}."]
PEOPLE = ["the minister", "that reporter", "my neighbour", "the mayor", "the referee", "the author", "this columnist", "the chief executive"]
CIVIL = ["{p} is wrong about nearly everything, and the figures show it.", "I am furious with {p}: this budget is a disgrace.", "{p} should resign over this today.",
  "What {p} said is nonsense, plain and simple.", "{p} was shot at outside the building last night, police say.", "I would not threaten {p}, I will just vote.",
  "No, {p} is not an idiot, just badly advised.", "It is shameful that someone called {p} a stupid pig.", "Damn, that was close for {p}!", "{p} killed that penalty, what a shot."]
RUDE = ["{p} is a stupid pig.", "{p} is a worthless idiot and a liar.", "Shut up, {p}, you pathetic moron.", "What a disgusting piece of garbage {p} is.",
  "{p} is too dumb to tie a shoe.", "{p} is brain dead scum."]
THREAT = ["I will find {p} and break both legs.", "{p} should watch out, I know where the house is.", "If I ever meet {p}, there will be blood.",
  "Somebody should put a bullet in {p}.", "{p} deserves to be hanged, and I will bring the rope."]
PLAIN = ["Fuck, I forgot the tickets again.", "This weather is fucking awful.", "Oh shit, the bridge is closed.", "That was a damn good film.", "Holy crap, prices have doubled.",
  "I fucking love this town.", "What a shitty week it has been.", "Bloody hell, what a goal!"]
WAR = ["The army shelled the town for three days and forty civilians were killed.", "Soldiers shot at the convoy; the rebels burned two villages.",
  "He was jailed for life for the murder of his wife.", "The bombing of the hospital was a war crime and those who ordered it should stand trial.",
  "Our striker destroyed their defence, it was a massacre out there.", "She killed it on stage last night.", "If we do not arm them, thousands will die this winter.",
  "The government's policy will kill this industry.", "Sanctions did not stop the invasion and will not stop the next.", "Both sides have blood on their hands in this war.",
  "I am from Scunthorpe and work near Penistone.", "Dick Cheney and Pat Buttle spoke at the assassination memorial.", "The cock crowed at dawn in Cockermouth.",
  "Hamas started this round and Israel answered with bombs; children pay for both.", "The terrorists who did this must be caught and tried.",
  "Abortion is killing, in my view, and I will keep saying so politely.", "I think this war is stupid and our leaders have failed us."]


def label(**on):
    return {n: on.get(n, 0) for n in ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")}


def main():
    rows = []
    for templates, words, key, on in ((CLEAN, GROUPS, "g", label()), (HATE, GROUPS, "g", label(toxic=1, identity_hate=1)), (CIVIL, PEOPLE, "p", label()),
                                      (RUDE, PEOPLE, "p", label(toxic=1, insult=1)), (THREAT, PEOPLE, "p", label(toxic=1, threat=1))):
        for template, word in itertools.product(templates, words):
            text = template.replace("{" + key + "}", word)
            burns = {"threat": 1} if "burn down" in text else {}
            rows.append({"text": text[0].upper() + text[1:], "labels": {**on, **burns}})
    rows += [{"text": t, "labels": label(obscene=1 if "uck" in t or "shit" in t else 0)} for t in PLAIN * 3]
    rows += [{"text": t, "labels": label()} for t in WAR * 3]
    rng.shuffle(rows)
    for at, row in enumerate(rows):
        row["id"] = f"written-{at}"
    out = pathlib.Path(__file__).with_name("written.jsonl")
    out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))


main()
