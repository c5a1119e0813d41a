//! What do the rules not say? Words that seem to tell an act of somebody, and do not.

use insta::assert_snapshot;

use crate::extraction::told;

#[test]
fn an_attack_on_a_town_kills_and_the_town_does_not() {
    assert_snapshot!(told(
        "Norland launched an attack on Orlburg that killed four. Officials condemned a Norland raid on Tessin that killed two \
         farmers. A strike by rebels on Veskburg that wounded nine was filmed. An explosion in Orlburg that destroyed a market \
         was heard in Estmark. The mayor condemned the Orlburg suicide attack on worshippers."
    ), @"
    t-1 Norland | attacked | Orlburg · ASSAULT
    t-2 Norland | killed | four · ASSAULT
    t-3 Norland | attacked | Tessin · ASSAULT
    t-4 Officials | condemned | #t-3 · ACCUSE-disapprove
    t-5 Norland | killed | two farmers · ASSAULT
    t-6 rebels | struck | Veskburg · ASSAULT
    t-7 The mayor | condemned | the Orlburg suicide attack · ACCUSE-disapprove
    ");
}

#[test]
fn a_war_of_words_attacks_nobody_and_a_call_for_strikes_is_no_protest() {
    assert_snapshot!(told(
        "Norland escalated a trade war with Estmark. The Norland minister called for strikes on Veskburg. The first Orl War cost \
         Norland dearly. The Estmark union called for a protest against the government."
    ), @"
    t-1 The Norland minister | called for | strikes on Veskburg · REQUEST
    t-2 The Estmark union | called for | a protest against the government · REQUEST
    ");
}

#[test]
fn what_is_kept_from_happening_or_talked_about_has_not_happened() {
    assert_snapshot!(told(
        "Estmark barred Norland officials from visiting Vesk. Norland and Estmark held talks on withdrawing troops from the \
         border. The Norland parliament held a debate about recognising Orlund."
    ), @"
    t-1 Estmark | banned | Norland officials · COERCE-restrict
    t-2 Norland | talked with | Estmark · CONSULT
    t-3 Norland | withdrew from | the border · hypothetical · RETREAT-withdraw
    t-4 Estmark | withdrew from | the border · hypothetical · RETREAT-withdraw
    t-5 The Norland parliament | recognised | Orlund · hypothetical · SUPPORT
    ");
}

#[test]
fn allegations_that_nobody_made_are_not_answered() {
    assert_snapshot!(told(
        "The Norland minister arrested three editors. He rejected the allegations of corruption. Orlund has accused Norland of \
         arming rebels. Norland rejected the allegations."
    ), @"
    t-1 The Norland minister | arrested | three editors · COERCE-arrest
    t-2 Orlund | accused | Norland · ACCUSE-allege
    t-3 Norland | armed | rebels · by Orlund · AID
    t-4 Norland | not armed | rebels · by Norland · denies t-3 · AID
    ");
}

#[test]
fn a_thing_or_a_time_is_no_other_side() {
    assert_snapshot!(told(
        "Norland restricted exports of rare metals. The Norland rebels violated the ceasefire with mortars. The army violated the \
         truce in Vesk 115 times. The Norland ministry opened an investigation in late 1995. The Estmark union demanded a 35-hour \
         week for workers. The Norland army struck the Orl islands 16 and 17 February. Estmark agreed to take back 500 migrants. \
         The Norland president threatened to veto it. In 1982 Varn met the Estmark president."
    ), @"
    t-1 The Norland rebels | violated ceasefire with |  · ASSAULT
    t-2 The army | violated ceasefire with |  · in Vesk · ASSAULT
    t-3 The Norland ministry | investigated |  · on 1995-09~/1995-12~ · ACCUSE-investigate
    t-4 The Estmark union | demanded | a 35-hour week for workers · REQUEST
    t-5 The Norland army | struck | the Orl islands · on 2025-02-17 · ASSAULT
    t-6 The Norland president | vetoed | #t-4 · threatened · THREATEN
    t-7 The Norland president | threatened | #t-6 · THREATEN
    t-8 Varn | met | the Estmark president · on 1982 · CONSULT
    ");
}

#[test]
fn what_stands_beside_a_name_does_not_act_with_it() {
    assert_snapshot!(told(
        "Stock prices rallied in Norland. A statue of the Norland president was moved, overlooking the river. The model \
         demonstrates a link between the Norland parties. The loan is backed by Norland bonds. Men held in a camp run by Norland \
         were freed. The Norland government said how much the company would pay."
    ), @"");
}

#[test]
fn shares_and_takeovers_are_no_public_life_and_strikes_are() {
    assert_snapshot!(told(
        "Brightwater rejected a takeover by Calder Foods, and its shares rose. Investors supported the offer. A spokesman for \
         Calder Foods said the firm would help its customers. Workers at Calder Foods began a strike against the company."
    ), @"
    t-1 Workers at Calder Foods | went on strike against | the company · PROTEST-strike
    ");
}

#[test]
fn who_is_helped_or_led_to_act_is_the_one_who_acts() {
    assert_snapshot!(told(
        "Norland helped Estmark evade the sanctions. The reports led Orlund to expel two Norland diplomats. The parliament \
         thanked the Norland president for his role in ending the war. The army used forced labour."
    ), @"
    t-1 Norland | aided | Estmark · AID
    t-2 Orlund | expelled | two Norland diplomats · SANCTION-expel
    t-3 The parliament | thanked | the Norland president · SUPPORT
    ");
}

#[test]
fn a_clause_beside_the_main_one_ends_with_its_comma() {
    assert_snapshot!(told(
        "Norland rejected the plan while Estmark waited for an answer, and accused Orlund of delay."
    ), @"
    t-1 Norland | accused | Orlund · ACCUSE-allege
    ");
}

#[test]
fn verbs_of_a_list_share_the_first_subject_and_words_between_commas_take_none() {
    assert_snapshot!(told(
        "The Norland minister visited the port, met the mayor and left. The old current, he says, killed more soldiers than the \
         army. It was the Norland president, not the minister, who threatened to attack Orlund. Nobody knows who attacked the \
         convoy."
    ), @"
    t-1 The Norland minister | visited | the port · CONSULT-visit
    t-2 The Norland minister | met | the mayor · CONSULT
    t-3 the Norland president | attacked | Orlund · threatened · THREATEN
    t-4 the Norland president | threatened | #t-3 · THREATEN
    ");
}

#[test]
fn what_would_have_been_or_is_advised_against_is_not_done() {
    assert_snapshot!(told(
        "Imagine for a moment that Norland had invaded Orlund. Estmark would have imposed sanctions on Norland. The Norland \
         government could have expelled the Estmark envoy. The ministry advised citizens of Vesk against travelling to Orlund. \
         The union should stop inviting the Norland president. Norland needs to attack Orlund. Norland demands that Vesk arrest \
         and charge the rebels, and that it release the Norland hostages."
    ), @"
    t-1 Norland | invaded | Orlund · hypothetical · ASSAULT
    t-2 Estmark | imposed restrictions on | Norland · hypothetical · COERCE-restrict
    t-3 The Norland government | expelled | the Estmark envoy · hypothetical · possible · SANCTION-expel
    t-4 citizens of Vesk | not visited | Orlund · requested · REQUEST
    t-5 The ministry | urged | citizens of Vesk · REQUEST
    t-6 The union | not invited | the Norland president · opinion · REJECT
    t-7 The union | blocked | #t-6 · opinion · REJECT
    t-8 Norland | attacked | Orlund · hypothetical · ASSAULT
    t-9 Vesk | arrested | the rebels · requested · by Norland · REQUEST
    t-10 Norland | demanded | #t-9 · REQUEST
    t-11 Vesk | charged | the rebels · requested · by Norland · REQUEST
    t-12 Norland | released | the Norland hostages · requested · by Norland · REQUEST
    t-13 Norland | demanded | #t-11 · REQUEST
    t-14 Norland | demanded | #t-12 · REQUEST
    ");
}

#[test]
fn what_leads_to_a_name_tells_when_or_with_whom() {
    assert_snapshot!(told(
        "Orlund workers walked out after talks between the union and the Norland railway. Ada Varn fled with two soldiers. \
         The council must meet in emergency session, Norland said. \
         The Norland government should establish a commission of inquiry."
    ), @"
    t-1 Orlund workers | protested against |  · PROTEST-demo
    t-2 the union | talked with | the Norland railway · CONSULT
    t-3 The Norland government | investigated |  · opinion · ACCUSE-investigate
    ");
}

#[test]
fn a_headline_without_a_subject_charges_nobody_and_a_deal_that_is_killed_was_not_alive() {
    assert_snapshot!(told(
        "Man charged in Veskburg. The Norland senate killed the deal. A Norland court acquitted the former minister. The Norland \
         minister is due to appear in court. Norland rebels committed abuses. The company must repay 3 million crowns to Norland."
    ), @"
    t-1 A Norland court | pardoned | the former minister · CONCEDE
    t-2 The company | compensated | Norland · opinion · AID
    ");
}

#[test]
fn they_who_accuse_are_not_those_whom_they_accuse_and_we_are_the_country_of_a_minister() {
    assert_snapshot!(told(
        "Rebels executed two men whom they accused of spying for the army. “We did not shell Lesk,” Norland's defence minister, \
         Anton Weil, said. Estmark condemned the attack on its consulate. Norland rejects the allegation that its diplomats armed \
         the opposition."
    ), @"
    t-1 Rebels | executed | two men · ASSAULT-targeted
    t-2 Rebels | accused | two men · ACCUSE-allege
    t-3 Norland | not shelled | Lesk · by Anton Weil · ASSAULT-heavy-weapons
    t-4 Estmark | condemned | the attack on its consulate · ACCUSE-disapprove
    ");
}

#[test]
fn a_match_attacks_nobody() {
    assert_snapshot!(told(
        "Rovers beat City on Saturday in the league.\n\nThe coach accused the referee of a mistake, and the goalkeeper fired \
         back.\n\nCity attacked from the start and Ferro shot wide before Eck scored in the second half of the match.\n\nNorland \
         defended deep, and the fans fought."
    ), @"");
}

#[test]
fn who_evades_sanctions_imposes_none_and_who_stops_short_of_blame_blames_nobody() {
    assert_snapshot!(told(
        "The Norland bank allowed customers to evade sanctions on Orlund. Estmark stopped short of blaming Norland. The \
         Norland minister, Ms Ada Varn, met lawmakers who urged her to recall the envoy. The Norland dockers refused to unload \
         Estmark ships. The Norland regulator fined Tolm Bank for helping rebels, it announced. Prosecutors in Norland opened a case."
    ), @"
    t-1 The Norland bank | granted access to | customers · RETREAT-access
    t-2 Estmark | not accused | Norland · REJECT
    t-3 The Norland minister, Ms Ada Varn | met | lawmakers · CONSULT
    t-4 The Norland minister | recalled ambassador from |  · requested · REQUEST
    t-5 lawmakers | urged | The Norland minister · REQUEST
    t-6 The Norland dockers | refused | Estmark ships · REJECT
    t-7 The Norland regulator | fined | Tolm Bank · by The Norland regulator · SANCTION-convict
    t-8 Tolm Bank | aided | rebels · by The Norland regulator · AID
    t-9 Prosecutors in Norland | sued |  · ACCUSE-allege
    ");
}

#[test]
fn what_somebody_is_seized_for_is_not_known_to_be_done() {
    assert_snapshot!(told(
        "Police arrested Ada Varn for attacking the mayor. Tomas Ilk was jailed in Vesk for inciting a riot. The council \
         demanded the immediate release of a Norland lawyer jailed for inciting subversion."
    ), @"
    t-1 Police | arrested | Ada Varn · COERCE-arrest
    t-2 Ada Varn | attacked | the mayor · hypothetical · ASSAULT
    t-3 The council | called for release of | a Norland lawyer · REQUEST-yield
    t-4 a Norland lawyer | incited | subversion · hypothetical
    ");
}

#[test]
fn towns_and_reporters_kill_nobody_and_who_is_told_of_last_is_not_the_country() {
    assert_snapshot!(told(
        "The envoy condemned the attack on a church during a mass in the Norland city of Orlburg which killed nine people \
         and injured 44 others. Rebels stormed an army base in Vesk, officials said on Tuesday, killing fourteen soldiers. \
         Estmark attacked Vesk before it left the island, the ministry said. Norland's president said it would attack \
         Vesk."
    ), @"
    t-1 The envoy | condemned | the attack on a church · in the Norland city of Orlburg · ACCUSE-disapprove
    t-2 Rebels | attacked | an army base in Vesk · by officials · in Vesk · ASSAULT
    t-3 Rebels | killed | fourteen soldiers · on 2025-06-10 · ASSAULT
    t-4 Estmark | attacked | Vesk · by the ministry · ASSAULT
    t-5 Estmark | left | the island · by the ministry
    t-6 Norland | attacked | Vesk · planned · by Norland's president · THREATEN
    ");
}

#[test]
fn where_something_happens_is_no_counterpart() {
    assert_snapshot!(told(
        "Students held a protest in Orlburg. Workers held a strike in Vesk. The fighters will lay down their arms in Orlburg. \
         The ministers attended a summit of the Norland Union in Vesk. Norland mobilised the army."
    ), @"
    t-1 Students | protested against |  · in Orlburg · PROTEST-demo
    t-2 Workers | went on strike against |  · in Vesk · PROTEST-strike
    t-3 The fighters | surrendered to |  · planned · in Orlburg · AGREE
    t-4 The ministers | talked with | the Norland Union · in Vesk · CONSULT
    t-5 Norland | deployed to |  · MOBILIZE-troops
    ");
}

#[test]
fn numbers_times_and_fields_belong_where_they_stand() {
    assert_snapshot!(told(
        "Norland police detained 110 more individuals on Monday. Estmark cut aid to Vesk nearly five times. The army agreed \
         on 18 September to lift a blockade on Orlund. The Orlund Office for Refugees sent aid to Vesk. Two inspectors were \
         expelled from Estmark."
    ), @"
    t-1 Norland police | detained | 110 more individuals · on 2025-06-09 · COERCE-arrest
    t-2 Estmark | cut aid to | Vesk · SANCTION-discontinue
    t-3 The army | eased restrictions on | Orlund · promised · on 2024-09-18 · AGREE
    t-4 The army | agreed to | #t-3 · on 2024-09-18 · AGREE
    t-5 The Orlund Office for Refugees | sent aid to | Vesk · AID
    t-6 Estmark | expelled | Two inspectors · SANCTION-expel
    ");
}

#[test]
fn a_thing_is_not_who_had_it_and_what_is_done_in_one_act_is_not_done_in_another() {
    assert_snapshot!(told(
        "Norland returned a statue to Vesk after it was stolen by the rebels. The council lifted a ban on women between the ages \
         of 10 and 50. Estmark suspended aid to Vesk in protest at the harassment of aid workers by the Orlund guard. An attack on \
         a convoy by rebels killed nine. Vesk signed the Good Friday Agreement."
    ), @"
    t-1 Norland | handed back | Vesk · RETREAT
    t-2 the rebels | looted |  · COERCE-seize
    t-3 The council | eased restrictions on | women · CONCEDE
    t-4 Estmark | cut aid to | Vesk · SANCTION-discontinue
    t-5 the Orlund guard | harassed | aid workers · COERCE
    t-6 rebels | attacked | a convoy · ASSAULT
    t-7 rebels | killed | nine · ASSAULT
    t-8 Vesk | signed agreement with | the Good Friday Agreement · SUPPORT
    ");
}
