import DossierDomain
import DossierEngine
import SMSText
import WorkingCalendar

/// Judges the rows of a register (kiểm tra dòng sổ) by the same rules as the desk's intake.
struct RowJudge: Sendable {
    private let rules: Rules
    private let now: Instant
    private let key: [UInt8]

    /// Creates a judge.
    ///
    /// - Parameters:
    ///   - rules: The rules.
    ///   - now: The present; nothing was received later.
    ///   - key: The key of the hash by which a row is known again.
    init(rules: Rules, now: Instant, key: [UInt8]) {
        self.rules = rules
        self.now = now
        self.key = key
    }

    /// What a row means.
    ///
    /// - Throws: ``RowDefect`` of the first cell that cannot be taken.
    func row(of cells: RegisterCells) throws(RowDefect) -> ImportRow {
        let receipt = try receipt(of: cells)
        var errors: [FieldError] = []
        let draft = draft(of: cells, errors: &errors)
        var intake: Intake?
        do throws(RequestRefusal) {
            intake = try Intake(draft, rules: rules, on: LocalDateTime(receipt).date)
        } catch {
            if case .invalidFields(let list) = error { errors += list }
        }
        if let defect = RowDefect(firstOf: errors) { throw defect }
        // Every field of the draft has its column, so a missing intake has its defect above.
        guard let intake else { throw .refused(.forbidden(Denial(.registeringDesk))) }
        return ImportRow(intake: intake, receiptAt: receipt, fingerprint: fingerprint(of: cells))
    }

    private func receipt(of cells: RegisterCells) throws(RowDefect) -> Instant {
        guard let typed = cells.word(.receivedAt) else { throw .cell(.receivedAt, .required) }
        guard let receipt = ReceiptTime.read(typed) else { throw .cell(.receivedAt, .invalidDate) }
        guard receipt <= now else { throw .cell(.receivedAt, .outOfRange) }
        return receipt
    }

    private func draft(of cells: RegisterCells, errors: inout [FieldError]) -> IntakeDraft {
        var draft = IntakeDraft()
        draft.procedureCode = cells.word(.procedureCode)
        draft.channel = cells.word(.channel)?.lowercased()
        draft.applicant = applicant(of: cells)
        draft.subject = cells.text(.subject)
        if let papers = PaperList.read(cells.text(.documents) ?? "") {
            draft.documents = papers
        } else {
            errors.append(FieldError("documents", .invalidValue))
        }
        switch cells.word(.notifyBySMS).map(VietnameseText.folded) {
        case nil: draft.notifyBySMS = nil
        case "true", "co", "1": draft.notifyBySMS = true
        case "false", "khong", "0": draft.notifyBySMS = false
        default: errors.append(FieldError("notifyBySMS", .invalidValue))
        }
        return draft
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

    /// The hash by which a row is known again: of its cells as typed, whatever the order of the columns.
    ///
    /// Two rows alike in every cell, the minute and the identity number included, are one dossier written twice; the
    /// second adds nothing. A row that was corrected is another one.
    private func fingerprint(of cells: RegisterCells) -> Digest {
        Digest.keyed(key, cells.values.map { Array($0.utf8) })
    }
}
