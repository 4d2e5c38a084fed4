import DossierDomain
import DossierEngine
import SMSText
import WorkingCalendar

/// Judges the rows of a register (kiểm tra dòng sổ) by the same rules as the desk's intake.
struct RowJudge: Sendable {
    private let rules: Rules
    private let now: Instant
    private let key: [UInt8]
    private let commune: CommuneID?

    /// Creates a judge.
    ///
    /// - Parameters:
    ///   - rules: The rules.
    ///   - now: The present; nothing was received later.
    ///   - key: The key of the hash by which a row is known again.
    ///   - commune: The commune of rows that name none; nil for the default one.
    init(rules: Rules, now: Instant, key: [UInt8], commune: CommuneID? = nil) {
        self.rules = rules
        self.now = now
        self.key = key
        self.commune = commune
    }

    /// What a row means.
    ///
    /// - Throws: ``RowDefects`` with every cell that cannot be taken; `StoreError` if the procedure's version of the
    ///   day of receipt is stored and cannot be read.
    func row(of cells: RegisterCells) throws -> ImportRow {
        var errors: [FieldError] = []
        let receipt = receipt(of: cells, errors: &errors)
        let draft = draft(of: cells, errors: &errors)
        var intake: Intake?
        do {
            intake = try Intake(draft, rules: rules, on: LocalDateTime(receipt ?? now).date, ofRegister: true)
        } catch let refusal as RequestRefusal {
            // Without the day nobody can say whether a procedure that there is was in force.
            let isKnown = draft.procedureCode.map { rules.knows(ProcedureCode(rawValue: $0)) } ?? false
            if case .invalidFields(let list) = refusal {
                errors += list.filter { receipt != nil || !isKnown || $0.code != .unknownProcedure }
            }
        }
        if let defects = RowDefects(errors) { throw defects }
        // Every field of the draft has its column, so a missing intake has its defect above.
        guard let intake, let receipt else { throw RowDefects(.refused(.forbidden(Denial(.registeringDesk)))) }
        return ImportRow(intake: intake, receiptAt: receipt, fingerprint: fingerprint(of: cells))
    }

    private func receipt(of cells: RegisterCells, errors: inout [FieldError]) -> Instant? {
        let typed = cells.word(.receivedAt)
        let receipt = typed.flatMap(ReceiptTime.read)
        if let receipt, receipt <= now { return receipt }
        let code: FieldError.Code = typed == nil ? .required : receipt == nil ? .invalidDate : .outOfRange
        errors.append(FieldError(RegisterColumn.receivedAt.field, code))
        return nil
    }

    private func draft(of cells: RegisterCells, errors: inout [FieldError]) -> IntakeDraft {
        var draft = IntakeDraft()
        draft.procedureCode = cells.word(.procedureCode)
        draft.channel = cells.word(.channel)?.lowercased()
        draft.commune = cells.word(.commune) ?? commune?.rawValue
        draft.applicant = applicant(of: cells)
        draft.subject = cells.text(.subject)
        if let papers = PaperList.read(cells.text(.documents)) {
            draft.documents = papers
        } else {
            errors.append(FieldError("documents", .invalidValue))
        }
        if let typed = cells.word(.notifyBySMS) {
            draft.notifyBySMS = Self.yesOrNo(typed)
            if draft.notifyBySMS == nil { errors.append(FieldError("notifyBySMS", .invalidValue)) }
        }
        return draft
    }

    /// Reads a yes or no in whatever case, with or without accents; nil for anything else.
    private static func yesOrNo(_ typed: String) -> Bool? {
        switch VietnameseText.folded(typed) {
        case "true", "co", "1": true
        case "false", "khong", "0": false
        default: nil
        }
    }

    private func applicant(of cells: RegisterCells) -> PersonDraft {
        var person = PersonDraft()
        person.kind = cells.word(.applicantKind)
        person.name = cells.text(.applicantName)
        person.identityNumber = cells.word(.identityNumber)
        person.phone = cells.word(.phone)
        person.address = cells.word(.address)
        return person
    }

    /// The hash by which a row is known again: of what its cells say, whatever the order of the columns and whatever
    /// form a spreadsheet that saved the register anew has given to dates, yes and no and blanks.
    ///
    /// Two rows alike in every cell, the minute and the identity number included, are one dossier written twice; the
    /// second adds nothing. A row that was corrected is another one. The commune has no part in it: a register that is
    /// imported once more for another commune than the first time would come in twice.
    func fingerprint(of cells: RegisterCells) -> ImportFingerprint {
        let words = RegisterColumn.required.map { Array(Self.meaning(of: $0, in: cells).utf8) }
        return ImportFingerprint(
            digest: Digest.keyed(key, [Array("meaning".utf8)] + words),
            asTyped: Digest.keyed(key, RegisterColumn.required.map { Array(cells[$0].utf8) })
        )
    }

    /// What a cell says, in one form of the many in which it can be written.
    private static func meaning(of column: RegisterColumn, in cells: RegisterCells) -> String {
        let text = cells.text(column)
        switch column {
        case .receivedAt: return ReceiptTime.read(text).map { String($0.milliseconds) } ?? text
        case .channel: return text.lowercased()
        case .notifyBySMS: return yesOrNo(text).map(String.init) ?? text
        case .procedureCode, .commune, .applicantKind, .applicantName, .identityNumber, .phone, .address, .subject,
            .documents:
            return text
        }
    }
}
