//! Names of months and days in the languages of Europe, and dates written with them.

/// The names of each month, as they stand in dates: January first. A beginning of three letters is enough where it is that
/// of one month only. Croatian is left out, whose `listopad` is another month than that of Polish and Czech.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio ianuarie styczeń stycznia januari января январь січень січня janeiro leden \
     ledna január ocak ιανουαρίου ιανουάριος януари jan",
    "february februar février fevrier febrero febbraio februarie luty lutego februari февраля февраль лютий лютого fevereiro \
     únor února február şubat φεβρουαρίου φεβρουάριος февруари feb",
    "march märz maerz mars marzo martie marzec marca maart mrt март марта березень березня março marts březen března március \
     mart μαρτίου μάρτιος mar",
    "april avril abril aprile aprilie kwiecień kwietnia апрель апреля квітень квітня duben dubna április nisan απριλίου \
     απρίλιος април apr",
    "may mai mayo maggio maj maja mei май мая травень травня maio květen května május mayıs μαΐου μάιος",
    "june juni juin junio giugno iunie czerwiec czerwca июнь июня червень червня junho červen června június haziran ιουνίου \
     ιούνιος юни jun",
    "july juli juillet julio luglio iulie lipiec lipca июль июля липень липня julho červenec července július temmuz ιουλίου \
     ιούλιος юли jul",
    "august août aout agosto sierpień sierpnia augustus август августа серпень серпня augusti srpen srpna augusztus ağustos \
     αυγούστου αύγουστος aug",
    "september septembre septiembre settembre septembrie wrzesień września сентябрь сентября вересень вересня setembro září \
     szeptember eylül σεπτεμβρίου σεπτέμβριος септември sept",
    "october oktober octobre octubre ottobre octombrie październik października октябрь октября жовтень жовтня outubro říjen \
     října október ekim οκτωβρίου οκτώβριος октомври oct okt",
    "november novembre noviembre noiembrie listopad listopada ноябрь ноября листопад листопада novembro listopadu kasım \
     νοεμβρίου νοέμβριος ноември nov",
    "december dezember décembre decembre diciembre dicembre decembrie grudzień grudnia декабрь декабря грудень грудня \
     dezembro prosinec prosince aralık δεκεμβρίου δεκέμβριος декември dec",
];

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Words that stand in dates and say nothing: ordinals, articles, the word for year.
const FILLERS: &str = " st nd rd th er re de del di do of the le el il den am a г год года году р рік року r rok roku ";

/// Days of the week.
const WEEKDAYS: &str = " monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun montag dienstag \
    mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes \
    miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica poniedziałek wtorek \
    środa czwartek piątek sobota niedziela luni marți miercuri joi vineri sâmbătă duminică maandag dinsdag woensdag \
    donderdag vrijdag zaterdag zondag понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок \
    середа четвер пʼятниця субота неділя ";

/// The month that a word names, in any of the languages; a beginning of three letters or more is enough.
pub(super) fn month_of(word: &str) -> Option<u16> {
    let word = word.trim_end_matches('.').to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let fits = |test: &dyn Fn(&str) -> bool| {
        let mut months = (1..).zip(MONTHS).filter(|(_, names)| names.split_whitespace().any(test)).map(|(n, _)| n);
        months.next().filter(|_| months.next().is_none())
    };
    fits(&|name| name == word).or_else(|| fits(&|name| name.starts_with(word.as_str())))
}

/// A date with its month in English and without words that say nothing, for patterns that know English; none when it has a
/// word that is no month, or nothing to change. With `is_short`, months have three letters.
pub(super) fn in_english(cell: &str, is_short: bool) -> Option<String> {
    let mut text = String::with_capacity(cell.len());
    let mut has_month = false;
    let mut rest = cell.trim();
    while let Some(first) = rest.chars().next() {
        // `1º` and `1°` are ordinals, whose sign Unicode takes for a letter or not.
        if matches!(first, 'º' | '°' | 'ª') {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        if !first.is_alphabetic() {
            text.push(if first.is_whitespace() { ' ' } else { first });
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest.find(|c: char| !(c.is_alphabetic() || c == 'ʼ')).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let lower = format!(" {} ", word.to_lowercase());
        if !has_month && is_english(word) {
            text.push_str(word);
            has_month = true;
            // A point behind a short name is no part of it.
            rest = if word.len() == 3 { behind.strip_prefix('.').unwrap_or(behind) } else { behind };
        } else if let Some(month) = month_of(word).filter(|_| !has_month) {
            let name = ENGLISH.get(usize::from(month) - 1)?;
            text.push_str(if is_short { &name[..3] } else { name });
            has_month = true;
            rest = behind.strip_prefix('.').unwrap_or(behind);
        } else if FILLERS.contains(&lower) {
            rest = behind.strip_prefix('.').unwrap_or(behind);
        } else if WEEKDAYS.contains(&lower) && text.trim().is_empty() {
            rest = behind.trim_start_matches([',', '.', ' ']);
        } else {
            return None;
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",");
    let text = text.trim_end_matches(',').to_owned();
    (has_month && text != cell).then_some(text)
}

/// True for an English name of a month, whole or of three letters: the pattern tells which of the two is meant.
fn is_english(word: &str) -> bool {
    ENGLISH.iter().any(|name| name.eq_ignore_ascii_case(word) || name[..3].eq_ignore_ascii_case(word))
}
