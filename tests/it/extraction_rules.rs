//! Which acts do the rules find, and which do they leave alone?

use insta::assert_snapshot;

use crate::extraction::told;

#[test]
fn words_that_are_parted_by_their_object_belong_together() {
    assert_snapshot!(told(
        "Norland held Estmark responsible for the raid. Estmark rebels took two Norland engineers hostage. The Norland army \
         put its forces on high alert."
    ), @"");
}

#[test]
fn an_attack_by_words_is_criticism_and_a_general_strike_is_a_protest() {
    assert_snapshot!(told(
        "Ada Varn launched a scathing attack on the Norland government. The minister attacked the record of the president. \
         Norland dockers began a general strike against the government. Norland launched an attack on Estmark."
    ), @"");
}

#[test]
fn who_faces_criticism_or_comes_under_fire_is_the_other_end() {
    assert_snapshot!(told(
        "The Norland government faces criticism from Estmark. The Orlund rebels came under attack by Norland. Norland received \
         support from the Estmark government."
    ), @"");
}

#[test]
fn a_phrase_without_a_name_goes_on_to_the_one_that_is_named() {
    assert_snapshot!(told(
        "A court in Veskburg rejected any cooperation with Estmark. The Norland army seized two boats belonging to Orlund. \
         Norland vetoed a resolution tabled by Estmark. Norland vetoed a resolution condemning Orlund."
    ), @"");
}

#[test]
fn a_promise_to_harm_is_a_threat() {
    assert_snapshot!(told(
        "Norland vowed to punish Estmark. Norland plans to expel the Estmark ambassador. Norland promised to release the Estmark \
         prisoners. The ministry warned that Estmark would pay for the raid."
    ), @"");
}

#[test]
fn what_happens_between_two_is_mutual_wherever_it_happens() {
    assert_snapshot!(told(
        "Heavy fighting broke out between Norland and Estmark. Norland and Estmark began joint military exercises in the Vesk desert."
    ), @"");
}

#[test]
fn wishes_blame_and_letters_have_their_addressee() {
    assert_snapshot!(told(
        "The Norland government wants Estmark to release the prisoners. Norland said Estmark was responsible. The minister sent \
         a letter to the Estmark embassy threatening sanctions."
    ), @"");
}

#[test]
fn the_far_object_stays_within_its_clause_and_a_condition_may_name_it() {
    assert_snapshot!(told(
        "The president resigned after the army had attacked Estmark. Norland will not lift the embargo until Estmark releases \
         the prisoners."
    ), @"");
}

#[test]
fn names_of_offices_stay_whole_and_what_one_does_describes_one() {
    assert_snapshot!(told(
        "The Fish and Wildlife Service fined Norland. The president met striking miners. Newly elected President Ada Varn \
         visited Estmark last week."
    ), @"");
}

#[test]
fn everyday_words_tell_no_event_of_neighbours_matches_and_recipes() {
    assert_snapshot!(told(
        "She called her mother on Sunday. The team beat its rivals 3-1 in the league. The recipe calls for two cups of flour. \
         The neighbours complained about the noise. The software supports several formats. He worked as a clerk. The rules \
         are simple. Federer attacked the net in the tennis match."
    ), @"");
}
