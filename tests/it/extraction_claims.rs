//! Which claims do running articles make? Ends that are named beside the verb, in front of it, or not at all.

use insta::assert_snapshot;

use crate::extraction::told;

#[test]
fn a_role_is_called_by_the_name_behind_it() {
    assert_snapshot!(told(
        "A court in Vesk convicted the former harbour master, Tomas Orl, of fraud. The Norland foreign minister, Ada Varn, \
         condemned the verdict."
    ), @"
    t-1 A court in Vesk | convicted | Tomas Orl · SANCTION-convict
    t-2 The Norland foreign minister, Ada Varn | condemned | the verdict · ACCUSE-disapprove
    ");
}

#[test]
fn who_is_accused_of_it_has_done_it_and_who_refuses_has_not() {
    assert_snapshot!(told(
        "The Norland ministry accused Estmark of shelling a village. The Norland police thanked the union for evacuating the \
         hall. The Estmark government promised not to close the border."
    ), @"
    t-1 The Norland ministry | accused | Estmark · ACCUSE-allege
    t-2 Estmark | shelled | a village · by The Norland ministry · ASSAULT-heavy-weapons
    t-3 The Norland police | thanked | the union · SUPPORT
    t-4 the union | rescued | the hall · AID
    t-5 The Estmark government | not closed border with |  · promised · AGREE
    t-6 The Estmark government | promised | #t-5 · AGREE
    ");
}

#[test]
fn a_relative_clause_has_its_object_in_front() {
    assert_snapshot!(told(
        "The Norland government hailed the law that Estmark passed in August. The government of Estmark rejected the \
         resolution for which the government of Norland had voted. The meeting was chaired by the Vesk minister and attended \
         by the Orlund envoy."
    ), @"
    t-1 The Norland government | praised | the law · on 2024-08 · SUPPORT
    t-2 Estmark | approved | the law · on 2024-08 · SUPPORT
    t-3 The government of Estmark | rejected | the resolution · REJECT
    t-4 the government of Norland | voted for | the resolution · SUPPORT
    t-5 the Vesk minister | talked with | The meeting · CONSULT
    t-6 the Orlund envoy | talked with | The meeting · CONSULT
    ");
}

#[test]
fn verbs_that_and_joins_share_the_subject_of_the_same_mood() {
    assert_snapshot!(told(
        "The Council of the Straits urged both governments to release the prisoners and offered to send observers to \
         Vesk. The government of Norland agreed to lower the tax, to release the prisoners and to meet the Estmark minister."
    ), @"
    t-1 both governments | released | the prisoners · requested · REQUEST
    t-2 The Council of the Straits | urged | both governments · REQUEST
    t-3 The Council of the Straits | sent peacekeepers to | Vesk · promised · AGREE
    t-4 The Council of the Straits | offered | #t-3 · AGREE
    t-5 The government of Norland | changed | the tax · promised · AGREE
    t-6 The government of Norland | agreed to | #t-5 · AGREE
    t-7 The government of Norland | released | the prisoners · promised · AGREE
    t-8 The government of Norland | met | the Estmark minister · promised · AGREE
    t-9 The government of Norland | agreed to | #t-7 · AGREE
    t-10 The government of Norland | agreed to | #t-8 · AGREE
    ");
}

#[test]
fn what_is_accepted_is_the_other_end_where_nobody_is_named() {
    assert_snapshot!(told(
        "The Norland police arrested two sailors. The Estmark embassy demanded their release. The Norland minister accepted the \
         invitation. The Norland candidates attacked each other."
    ), @"
    t-1 The Norland police | arrested | two sailors · COERCE-arrest
    t-2 The Estmark embassy | called for release of | two sailors · REQUEST-yield
    t-3 The Norland minister | accepted | the invitation · AGREE
    t-4 The Norland candidates | attacked |  · ASSAULT
    ");
}

#[test]
fn several_do_it_to_each_other_and_a_question_asks_for_no_act() {
    assert_snapshot!(told(
        "Both ministers met in Vesk on Monday. A reporter asked whether Norland recognised the government of Orlund. \
         The Norland minister insisted that the army had left Vesk."
    ), @"
    t-1 Norland | maybe recognised | the government of Orlund · underspecified · by A reporter · SUPPORT
    t-2 the army | left | Vesk · by The Norland minister
    ");
}

#[test]
fn a_pronoun_parts_a_verb_from_its_particle() {
    assert_snapshot!(told("The Norland government made an offer to the miners. Their union turned it down."), @"
    t-1 The Norland government | proposed | the miners · REQUEST
    t-2 Their union | rejected | #t-1 · REJECT
    ");
}

#[test]
fn quantities_and_months_belong_where_they_stand() {
    assert_snapshot!(told(
        "The Norland government offered the miners two million crowns. The police in Vesk dispersed the march. Norland imposed \
         a 25 per cent tariff on Estmark steel."
    ), @"
    t-1 The Norland government | offered | the miners · AGREE
    t-2 The police in Vesk | dispersed | the march · ASSAULT-crowd-control
    t-3 Norland | imposed restrictions on | Estmark steel · COERCE-restrict
    ");
}

#[test]
fn courts_parliaments_and_companies_have_words_of_their_own() {
    assert_snapshot!(told(
        "The parliament of Norland voted down the bill. The court in Vesk struck down the law. The Norland minister called \
         the verdict a disgrace. Strikers in Vesk downed tools. The government of Estmark took in the refugees."
    ), @"
    t-1 The parliament of Norland | voted against | the bill · REJECT
    t-2 The court in Vesk | overturned | the law · REJECT
    t-3 The Norland minister | criticised | the verdict · ACCUSE-disapprove
    t-4 Strikers in Vesk | went on strike against |  · PROTEST-strike
    t-5 The government of Estmark | granted asylum to | the refugees · AID
    ");
}
