//! What is answered, and how: denied, confirmed or left open, in the many words there are for it.

use insta::assert_snapshot;

use crate::extraction::told;

#[test]
fn what_is_called_false_is_denied_by_whoever_calls_it_so() {
    assert_snapshot!(told(
        "The army of Norland shelled the town, the Vesk ministry said. Norland said that was false. Orlund said the report was \
         untrue. Estmark said there was no truth in it. A general called the claim a fairy tale. “That is a lie,” the president \
         of Norland told reporters. “Complete nonsense,” said her spokesman. The union said this never happened."
    ), @"
    t-1 The army of Norland | shelled | the town · by the Vesk ministry · ASSAULT-heavy-weapons
    t-2 The army of Norland | not shelled | the town · by Norland · denies t-1 · ASSAULT-heavy-weapons
    t-3 The army of Norland | not shelled | the town · by Orlund · denies t-1 · ASSAULT-heavy-weapons
    t-4 The army of Norland | not shelled | the town · by Estmark · denies t-1 · ASSAULT-heavy-weapons
    t-5 The army of Norland | not shelled | the town · by A general · denies t-1 · ASSAULT-heavy-weapons
    t-6 The army of Norland | not shelled | the town · by the president of Norland · denies t-1 · ASSAULT-heavy-weapons
    t-7 The army of Norland | not shelled | the town · by her spokesman · denies t-1 · ASSAULT-heavy-weapons
    t-8 The army of Norland | not shelled | the town · by The union · denies t-1 · ASSAULT-heavy-weapons
    ");
}

#[test]
fn who_had_no_part_in_it_denies_it() {
    assert_snapshot!(told(
        "Estmark helped the coup, the general said. The government of Estmark said it had nothing to do with the coup. Norland \
         accuses Vesk of arming militias in the north, which Vesk denies. Orlund attacked the convoy, officials said. Orlund says \
         it has never attacked anybody. The prosecutor charged Mr Kline with fraud. Mr Kline has pleaded not guilty."
    ), @"
    t-1 Estmark | aided | the coup · by the general · AID
    t-2 Estmark | not aided | the coup · by The government of Estmark · denies t-1 · AID
    t-3 Norland | accused | Vesk · ACCUSE-allege
    t-4 Vesk | armed | militias · by Norland · AID
    t-5 Vesk | not armed | militias · by Vesk · denies t-4 · AID
    t-6 Orlund | attacked | the convoy · by officials · ASSAULT
    t-7 Orlund | not attacked | anybody · by Orlund · denies t-6 · ASSAULT
    t-8 The prosecutor | charged | Mr Kline · ACCUSE-allege
    t-9 Mr Kline | contested | #t-8 · REJECT
    ");
}

#[test]
fn a_helper_or_one_word_answers_a_question() {
    assert_snapshot!(told(
        "Asked whether the army had bombed the market, the spokesman said it had not.\n\nAsked if the army had shelled the \
         village, the general said: “No.”"
    ), @"
    t-1 the army | maybe bombed | the market · underspecified · ASSAULT-aerial
    t-2 the army | not bombed | the market · by the spokesman · denies t-1 · ASSAULT-aerial
    t-3 the army | maybe shelled | the village · underspecified · ASSAULT-heavy-weapons
    t-4 the army | not shelled | the village · by the general · denies t-3 · ASSAULT-heavy-weapons
    ");
}

#[test]
fn who_declines_to_confirm_or_deny_does_neither() {
    assert_snapshot!(told(
        "Two officials said the president had approved the raid. The ministry declined to confirm or deny the report. The report \
         was confirmed by a general. The ministry of Vesk declined to comment on whether sanctions were planned."
    ), @"
    t-1 the president | approved | the raid · by Two officials · SUPPORT
    t-2 the president | maybe approved | the raid · underspecified · by The ministry · leaves open t-1 · SUPPORT
    t-3 the president | approved | the raid · by a general · confirms t-1 · SUPPORT
    ");
}

#[test]
fn none_of_it_is_not_done() {
    assert_snapshot!(told(
        "The police fired no shots at the crowd. The army supports nobody. The government of Vesk made no threat against Norland. \
         The senator denies having met the ambassador."
    ), @"
    t-1 The police | not fired at | the crowd · ASSAULT-firearms
    t-2 The army | not supported | nobody · SUPPORT
    t-3 The government of Vesk | not threatened | Norland · THREATEN
    t-4 The senator | not met | the ambassador · by The senator · CONSULT
    ");
}

#[test]
fn what_an_attack_is_made_with_is_not_attacked() {
    assert_snapshot!(told(
        "Norland carried out the strike, according to the army. The police shot dead two gunmen. Norland sent a brigade to the \
         border. The president of Vesk promised to withdraw special police from the border. The general led the attack on the \
         village."
    ), @"
    t-1 Norland | attacked |  · by the army · ASSAULT
    t-2 The police | killed | two gunmen · ASSAULT
    t-3 Norland | deployed to | the border · MOBILIZE-troops
    t-4 The president of Vesk | withdrew from | the border · promised · AGREE
    t-5 The president of Vesk | promised | #t-4 · AGREE
    t-6 The general | attacked | the village · ASSAULT
    ");
}

#[test]
fn who_speaks_goes_on_and_not_the_one_that_is_spoken_of() {
    assert_snapshot!(told(
        "The president of Vesk denied that Norland was behind the attack and accused Orlund of shelling a village. The opposition \
         accuses the president of selling weapons to Norland, and her own minister is said to have warned her. Two of the four \
         rebels said they had been offered posts by the government, a claim the minister called ridiculous."
    ), @"
    t-1 The president of Vesk | accused | Orlund · by The president of Vesk · ACCUSE-allege
    t-2 Orlund | shelled | a village · by The president of Vesk · ASSAULT-heavy-weapons
    t-3 The opposition | accused | the president · ACCUSE-allege
    t-4 the president | gave military aid to | Norland · by The opposition · AID
    t-5 her own minister | warned | the president · probable · THREATEN
    t-6 the government | offered | Two of the four rebels · by Two of the four rebels · AGREE
    t-7 the government | not offered | Two of the four rebels · by the minister · denies t-6 · AGREE
    ");
}

#[test]
fn guilt_is_denied_of_oneself_and_not_of_others() {
    assert_snapshot!(told(
        "Norland accused Estmark forces of firing first. In Veskburg, police searched the offices of a charity. The charity \
         denied any wrongdoing."
    ), @"
    t-1 Norland | accused | Estmark forces · ACCUSE-allege
    t-2 police | raided | the offices of a charity · in Veskburg · COERCE-seize
    ");
}

#[test]
fn a_pronoun_in_an_allegation_is_not_whoever_alleges() {
    assert_snapshot!(told("Norland has repeatedly rejected Estmark's claims that it supports the rebels."), @"
    t-1 Norland | supported | the rebels · opinion · by Estmark · SUPPORT
    t-2 Estmark | alleged | #t-1 · ACCUSE-allege
    t-3 Norland | rejected | #t-2 · REJECT
    t-4 Norland | not supported | the rebels · opinion · by Norland · denies t-1 · SUPPORT
    ");
    assert_snapshot!(told("Norland will not resume talks with Estmark, its foreign minister told reporters."), @"t-1 Norland | not negotiated with | Estmark · planned · by its foreign minister · REJECT");
}

#[test]
fn an_answer_means_what_its_own_verb_tells() {
    assert_snapshot!(told(
        "Police beat several journalists, Ada Varn said. The ministry confirmed that thirty people had been detained but denied \
         that journalists had been hurt."
    ), @"
    t-1 Police | beat | several journalists · by Ada Varn · ASSAULT-beat
    t-2 Police | not beat | several journalists · by The ministry · denies t-1 · ASSAULT-beat
    ");
    assert_snapshot!(told(
        "Norland approved a pact with Vesk. Estmark, which signed an agreement with Orlund, has not commented on the pact."
    ), @"
    t-1 Norland | ratified | a pact with Vesk · SUPPORT
    t-2 Estmark | signed agreement with | Orlund · SUPPORT
    t-3 Norland | maybe ratified | a pact with Vesk · underspecified · by Estmark · leaves open t-1 · SUPPORT
    ");
    assert_snapshot!(told(
        "The Red Cross said guards were blocking the road to Vesk. Opposition leaders in Norland demanded the resignation of \
         the defence minister, who has been criticised for failing to protect civilians. He did not respond to a request for \
         comment."
    ), @"
    t-1 Opposition leaders in Norland | called for resignation of | the defence minister · REQUEST-change
    t-2 the defence minister | not protected | civilians · REJECT
    t-3 Opposition leaders in Norland | maybe called for resignation of | the defence minister · underspecified · by the defence minister · leaves open t-1 · REQUEST-change
    ");
}

#[test]
fn nobody_answers_himself_and_an_accusation_is_what_it_says() {
    assert_snapshot!(told(
        "The union documented the torture of twelve prisoners by Vesk police. The attorney general, Ada Varn, has promised an \
         investigation but rejected the report as biased."
    ), @"
    t-1 Vesk police | tortured | twelve prisoners · ASSAULT-torture
    t-2 Ada Varn | promised | an investigation · AGREE
    t-3 Ada Varn | rejected | the report · REJECT
    t-4 Vesk police | not tortured | twelve prisoners · by The attorney general · denies t-1 · ASSAULT-torture
    ");
    assert_snapshot!(told(
        "Rebels of the front released two engineers, a priest said. The army was accused of letting the rebels escape. General \
         Jon Orl called the accusation absurd."
    ), @"
    t-1 Rebels of the front | released | two engineers · by a priest · RETREAT-release
    t-2 the rebels | escaped from |  · hypothetical
    t-3 The army | granted access to | #t-2 · hypothetical · RETREAT-access
    t-4 The army | not granted access to | #t-2 · hypothetical · by General Jon Orl · denies t-3 · RETREAT-access
    ");
    assert_snapshot!(told(
        "President Varn ruled out sending troops. Vesk asked Orlund for military help; the Orlund ministry declined to say \
         whether it would send ships."
    ), @"
    t-1 President Varn | not deployed to |  · REJECT
    t-2 President Varn | ruled out | #t-1 · REJECT
    t-3 Vesk | requested | Orlund · REQUEST
    t-4 the Orlund ministry | maybe deployed to |  · underspecified · by the Orlund ministry · MOBILIZE-troops
    ");
}
