import DossierDomain
import SMSText

/// What a person is told of a dossier's sheets of before a correction (phần của một người trên tờ khai trước đính
/// chính).
///
/// The number by which he is found may have been mistyped, and all that stands beside it is somebody else's then. So of
/// his part he is told that number whole; the rest only where the person of that part was another one, which shows by a
/// name of which no word is left, and of it what no longer stands on the dossier's sheet.
struct EarlierPart {
    let person: SoughtPerson
    /// The dossier's newest sheet.
    let present: ApplicantSheet

    /// The sheet as he is shown it; nil if he has no part in it.
    func shown(_ sheet: ApplicantSheet) -> ShownSheet? {
        let isApplicant = person.isApplicant(on: sheet)
        let isSubmitter = person.isSubmitter(on: sheet)
        guard isApplicant || isSubmitter else { return nil }
        var shown = ShownSheet(sheet, .masked)
        if isApplicant {
            let applicant = sheet.applicant
            let isHis = isAnother(applicant.name, than: present.applicant.name, orWhole: present.submitter?.name)
            shown.applicant = ShownPerson(
                name: isHis ? applicant.name : shown.applicant.name,
                identityNumber: applicant.identityNumber.map { told($0, isHis: isHis) },
                phone: applicant.phone.map { told($0, isHis: isHis) }
            )
            if isHis, applicant.email != present.applicant.email { shown.email = applicant.email }
            if isHis, applicant.address != present.applicant.address { shown.address = applicant.address }
        }
        if isSubmitter, let submitter = sheet.submitter {
            let isHis = isAnother(submitter.name, than: present.submitter?.name, orWhole: present.applicant.name)
            shown.submitter = ShownPerson(
                name: isHis ? submitter.name : PersonalMask.name(submitter.name),
                identityNumber: submitter.identityNumber.map { told($0, isHis: isHis) },
                phone: submitter.phone.map { told($0, isHis: isHis) }
            )
        }
        return shown
    }

    /// The sheet as the dossier's applicant is shown it: whole where his number or his name stood on it, though
    /// mistyped in accents or one letter, and masked where another person stood there, with whom he may share a
    /// family's name.
    func shownToApplicant(_ sheet: ApplicantSheet) -> ShownSheet {
        guard Self.isNearly(sheet.applicant.name, present.applicant.name) || person.isApplicant(on: sheet) else {
            return shown(sheet) ?? ShownSheet(sheet, .masked)
        }
        return ShownSheet(sheet, .whole, submitter: .masked)
    }

    /// Whether a name has no word of the one in its place now, and is not the name in the other part either.
    private func isAnother(_ name: String, than now: String?, orWhole other: String?) -> Bool {
        let words = Self.words(of: name)
        return words.isDisjoint(with: Self.words(of: now ?? "")) && words != Self.words(of: other ?? "")
    }

    /// Whether two names are the same but for accents and one letter that is another, missing or too much.
    private static func isNearly(_ name: String, _ other: String) -> Bool {
        let names = [name, other].map { Array(VietnameseWord.words(of: $0).map(\.folded).joined(separator: " ").utf8) }
        let (first, second) = (names[0], names[1])
        let sameBeginning = zip(first, second).prefix { $0 == $1 }.count
        let rests = [first.count, second.count].map { $0 - sameBeginning }
        let sameEnd = zip(first.reversed(), second.reversed()).prefix { $0 == $1 }.count
        return rests.allSatisfy { $0 - min(sameEnd, rests[0], rests[1]) <= 1 }
    }

    private static func words(of name: String) -> Set<String> { Set(VietnameseWord.words(of: name).map(\.folded)) }

    private func told(_ number: String, isHis: Bool) -> String {
        let standing = [present.applicant.identityNumber, present.submitter?.identityNumber]
        let isTold = person.owns(number) || isHis && !standing.contains(number)
        return isTold ? number : PersonalMask.number(number)
    }

    private func told(_ phone: PhoneNumber, isHis: Bool) -> String {
        let standing = [present.applicant.phone, present.submitter?.phone]
        let isTold = person.owns(phone.e164) || isHis && !standing.contains(phone)
        return isTold ? phone.national : PersonalMask.number(phone.national)
    }
}
