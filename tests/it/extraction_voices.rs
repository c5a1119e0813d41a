//! Who says, holds or means what: one text in, its attributions out.

use insta::assert_snapshot;
use relata::extraction::quotations;

use crate::extraction::{attributed, told};

#[test]
fn what_is_named_ends_sooner_than_what_is_told() {
    assert_snapshot!(attributed(
        "Norland denied the claim. Estmark said that Vesk had left, which nobody saw, and that it was over. \
         Ada Varn hopes to visit Veskburg, and Jon Orl praised the plan, saying it was fair."
    ), @"
    t-a1 speech: Norland | denied | the claim
    t-a2 speech: Estmark | said | that Vesk had left, which nobody saw, and that it was over
    t-a3 belief: Ada Varn | hopes | to visit Veskburg
    t-a4 speech: Jon Orl | praised | the plan
    t-a5 speech: Jon Orl | saying | it was fair
    ");
}

#[test]
fn the_cue_has_its_helpers_particles_and_means() {
    assert_snapshot!(attributed(
        "Jon Orl has called on Norland to withdraw. The ministry neither confirmed nor denied the report. She said in a letter to the Courier that it was over."
    ), @"
    t-a1 speech: Jon Orl | has called on | Norland to withdraw
    t-a2 speech: The ministry | not neither confirmed nor denied | the report
    t-a3 speech: She | said in a letter | that it was over
    ");
}

#[test]
fn a_passive_has_its_subject_in_the_content() {
    assert_snapshot!(attributed(
        "Ada Varn is believed to have fled. The rebels were told that the road was closed."
    ), @"
    t-a1 belief:  | is believed | Ada Varn to have fled
    t-a2 speech:  | were told | that the road was closed
    ");
}

#[test]
fn who_stands_for_a_name_and_verbs_share_a_subject() {
    assert_snapshot!(attributed(
        "Norland rejected Ada Varn, who said that the vote was rigged. Officials in Orlund condemned the raid and said that \
         Vesk was behind it. Saying that it had won, Estmark left the talks."
    ), @"
    t-a1 speech: Norland | rejected | Ada Varn
    t-a2 speech: who | said | that the vote was rigged
    t-a3 speech: Officials in Orlund | condemned | the raid
    t-a4 speech: Officials in Orlund | said | that Vesk was behind it
    t-a5 speech: Estmark | Saying | that it had won
    ");
    assert_snapshot!(told("Ada Varn, who said that Norland attacked Vesk, left."), @"t-1 Norland | attacked | Vesk · by Ada Varn · ASSAULT");
}

#[test]
fn a_quotation_goes_on_until_somebody_else_speaks() {
    assert_snapshot!(attributed(
        "“We left,” Ada Varn wrote in an email. “It was over.” “We will stay,” said Jon Orl, a lawyer who lives in Vesk. \
         The critic called the plan “a farce” from the first day."
    ), @"
    t-a1 speech: Ada Varn | wrote in an email | “We left,” “It was over.”
    t-a2 speech: Jon Orl, a lawyer who lives in Vesk | said | “We will stay,”
    t-a3 speech: The critic | called | the plan “a farce”
    ");
}

#[test]
fn a_name_before_a_colon_or_behind_a_dash_speaks() {
    assert_snapshot!(attributed(
        "Varn: Norland must pay\n\nNext Steps: The Talks Go On\n\n“They lied to us.” — Jon Orl\n\nAda Varn arrived on Monday."
    ), @"
    t-a1 speech: Varn | : | Norland must pay
    t-a2 speech: Jon Orl | — | “They lied to us.”
    ");
}

#[test]
fn adjectives_attribute_too() {
    assert_snapshot!(attributed(
        "Ada Varn is not confident that the talks will succeed. Some believe the vote was fair. It is clear that Vesk lost."
    ), @"
    t-a1 belief: Ada Varn | not is not confident | that the talks will succeed
    t-a2 belief:  | believe | the vote was fair
    t-a3 speech:  | is clear | that Vesk lost
    ");
}

#[test]
fn a_missing_mark_closes_with_its_paragraph_and_marks_may_overlap() {
    let text = "“We wait, he said.\n\nShe said, “No?” and left. ''' \"Yes—” A 'word' and ‘another’ one.";
    let found: Vec<_> = quotations(text).into_iter().map(|found| (&text[found.inside], found.closed)).collect();
    assert_eq!(found, [("We wait, he said.", false), ("No?", true), ("' \"Yes—” A 'word' and ‘another’ one.", false)]);
}
