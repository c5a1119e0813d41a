//! What is told inside of other acts, what is only spoken of, and what is answered.

use insta::assert_snapshot;

use crate::extraction::told;

#[test]
fn what_a_verb_or_a_noun_only_speaks_of_is_not_told_as_done() {
    assert_snapshot!(told(
        "Norland vetoed a resolution condemning Vesk. The government of Norland made a proposal to attack \
         Vesk. The cabinet of Orlund considered a proposal to attack Vesk. The council of Norland voted to \
         expel the ambassador of Vesk. Vesk was asked to release the prisoners."
    ), @r"
    t-1 Norland | vetoed | a resolution · REJECT
    t-2 The government of Norland | attacked | Vesk · proposed · REQUEST
    t-3 The government of Norland | proposed | #t-2 · REQUEST
    t-4 The cabinet of Orlund | considered | a proposal
    t-5 The council of Norland | expelled | the ambassador of Vesk · planned · SANCTION-expel
    t-6 Vesk | released | the prisoners · requested · REQUEST
    ");
}

#[test]
fn who_is_accused_thanked_or_blamed_did_it_and_the_accuser_says_so() {
    assert_snapshot!(told(
        "The government of Vesk accused Norland of shelling a village. The government of Vesk thanked Norland \
         for releasing the prisoners. The president of Orlund blamed Vesk for bombing the port and urged \
         Norland to send aid."
    ), @r"
    t-1 The government of Vesk | accused | Norland · ACCUSE-allege
    t-2 Norland | shelled | a village · by The government of Vesk · ASSAULT-heavy-weapons
    t-3 The government of Vesk | thanked | Norland · SUPPORT
    t-4 Norland | released | the prisoners · RETREAT-release
    t-5 The president of Orlund | accused | Vesk · ACCUSE-allege
    t-6 Vesk | bombed | the port · by The president of Orlund · ASSAULT-aerial
    t-7 Norland | sent aid to |  · requested · REQUEST
    t-8 The president of Orlund | urged | Norland · REQUEST
    ");
}

#[test]
fn fears_and_untruths_assert_nothing() {
    assert_snapshot!(told(
        "Fears of an attack by Norland on Vesk are growing. It is not true that Norland attacked Orlund. \
         Instead of attacking Vesk, the army of Norland withdrew its troops. The law allows the government of \
         Vesk to expel foreigners. The army of Orlund nearly attacked Vesk. The government of Norland has no \
         intention of attacking Orlund."
    ), @"
    t-1 Norland | attacked | Vesk · hypothetical · ASSAULT
    t-2 Norland | not attacked | Orlund · ASSAULT
    t-3 the army of Norland | not attacked | Vesk · ASSAULT
    t-4 the army of Norland | withdrew from |  · RETREAT-withdraw
    t-5 the government of Vesk | expelled | foreigners · hypothetical · SANCTION-expel
    t-6 The army of Orlund | attacked | Vesk · hypothetical · ASSAULT
    t-7 The government of Norland | not attacked | Orlund · planned · ASSAULT
    t-8 The government of Norland | not planned | #t-7
    ");
}

#[test]
fn whose_proposal_it_is_does_what_is_proposed() {
    assert_snapshot!(told(
        "The council of Orlund rejected the threat by Norland to close the strait. The council of Orlund \
         welcomed the offer of Vesk to send two ships. The council of Orlund defended its decision to recall \
         the ambassador. The government of Norland warned Vesk not to attack Orlund."
    ), @"
    t-1 Norland | closed | the strait · threatened · THREATEN
    t-2 Norland | threatened | #t-1 · THREATEN
    t-3 The council of Orlund | rejected | #t-2 · REJECT
    t-4 Vesk | deployed to |  · promised · AGREE
    t-5 Vesk | offered | #t-4 · AGREE
    t-6 The council of Orlund | welcomed | #t-5 · SUPPORT
    t-7 The council of Orlund | recalled ambassador from |  · planned · SANCTION-withdraw
    t-8 The council of Orlund | defended | #t-7 · SUPPORT
    t-9 Vesk | not attacked | Orlund · requested · THREATEN
    t-10 The government of Norland | warned | Vesk · THREATEN
    ");
}

#[test]
fn an_accusation_is_denied_for_what_it_says() {
    assert_snapshot!(told(
        "The government of Vesk accused Norland of shelling a village. Norland denied the accusation. Estmark \
         called the allegation baseless."
    ), @r"
    t-1 The government of Vesk | accused | Norland · ACCUSE-allege
    t-2 Norland | shelled | a village · by The government of Vesk · ASSAULT-heavy-weapons
    t-3 Norland | not shelled | a village · by Norland · denies t-2 · ASSAULT-heavy-weapons
    t-4 Norland | not shelled | a village · by Estmark · denies t-2 · ASSAULT-heavy-weapons
    ");
}

#[test]
fn who_says_nothing_leaves_it_open() {
    assert_snapshot!(told(
        "The Gazette reported that agents of Norland had bugged the palace. There was no immediate comment \
         from the Norland government. The Norland embassy did not return calls."
    ), @r"
    t-1 agents of Norland | spied on | the palace · by The Gazette · COERCE
    t-2 agents of Norland | maybe spied on | the palace · underspecified · by the Norland government · leaves open t-1 · COERCE
    t-3 agents of Norland | maybe spied on | the palace · underspecified · by The Norland embassy · leaves open t-1 · COERCE
    ");
}

#[test]
fn a_report_is_denied_and_says_it_itself() {
    assert_snapshot!(told(
        "The minister of Vesk denied reports that Norland had attacked Orlund."
    ), @r"
    t-1 Norland | attacked | Orlund · by reports · ASSAULT
    t-2 Norland | not attacked | Orlund · by The minister of Vesk · denies t-1 · ASSAULT
    ");
}

#[test]
fn a_demand_may_be_neither_accepted_nor_refused() {
    assert_snapshot!(told(
        "The government of Norland demanded that Vesk open the strait. Vesk neither accepted nor refused the \
         demand."
    ), @r"
    t-1 Vesk | opened | the strait · requested · by The government of Norland · REQUEST
    t-2 The government of Norland | demanded | #t-1 · REQUEST
    t-3 The government of Norland | maybe demanded | #t-1 · underspecified · by Vesk · leaves open t-2 · REQUEST
    ");
}

#[test]
fn what_one_admits_or_is_asked_about() {
    assert_snapshot!(told(
        "The paper said the minister of Vesk had met the rebels. The minister of Vesk admitted meeting the \
         rebels. Reporters asked whether Norland had attacked Orlund."
    ), @r"
    t-1 the minister of Vesk | met | the rebels · CONSULT
    t-2 The minister of Vesk | met | the rebels · by The minister of Vesk · confirms t-1 · CONSULT
    t-3 Norland | maybe attacked | Orlund · underspecified · by Reporters · ASSAULT
    ");
}

#[test]
fn who_is_only_accused_or_talks_of_an_act_has_not_done_it() {
    assert_snapshot!(told(
        "Norland was accused of attacking a tanker, officials said. Three men were arrested for attacking police officers. \
         Estmark was accused by Norland of closing the strait. Norland is not talking about attacking Estmark. Estmark \
         boasted of attacking Norland. Norland was convicted of attacking Estmark."
    ), @"
    t-1 Norland | attacked | a tanker · hypothetical · by officials · ASSAULT
    t-2 Three men | attacked | police officers · hypothetical · ASSAULT
    t-3 Norland | accused | Estmark · ACCUSE-allege
    t-4 Estmark | closed | the strait · hypothetical
    t-5 Norland | attacked | Estmark · hypothetical · ASSAULT
    t-6 Estmark | attacked | Norland · ASSAULT
    t-7 Norland | attacked | Estmark · ASSAULT
    ");
}

#[test]
fn who_refuses_a_text_says_nothing_of_what_it_says_and_a_country_of_states_is_one() {
    assert_snapshot!(told(
        "Norland vetoed a statement criticising Estmark. Norland issued a statement criticising Vesk. The United States of \
         Norland condemned the raid. The United States said it would suspend talks with Estmark."
    ), @"
    t-1 Norland | vetoed | a statement · REJECT
    t-2 Norland | criticised | Vesk · ACCUSE-disapprove
    t-3 The United States of Norland | condemned | the raid · ACCUSE-disapprove
    t-4 The United States | halted talks with | Estmark · planned · by The United States · THREATEN
    ");
}
