import DossierDomain
import SMSText
import WorkingCalendar

/// Reads what is kept beside a person's dossiers (tập hợp dữ liệu trích xuất).
struct ExportGathering: Sendable {
    let rules: Rules
    let queries: DossierQueries

    /// Everything on dossiers that were found.
    ///
    /// - Throws: ``StoreError``; ``StoredFormDefect``; ``RequestRefusal/historyTooLong``.
    func export(
        _ found: [FoundDossier],
        of person: SoughtPerson,
        at now: Instant,
        in snapshot: any StoreSnapshot
    ) throws -> PersonExport {
        let numbers = Set(found.flatMap(\.phones))
        let hashes = try numbers.sorted { $0.e164 < $1.e164 }.compactMap { try snapshot.phoneHash(of: $0) }
        return PersonExport(
            madeAt: now,
            dossiers: try found.map { try dossier($0, of: person, in: snapshot) },
            inquiries: try hashes.flatMap { try inquiries(from: $0, in: snapshot) },
            wantsNoTexts: try hashes.contains { try snapshot.hasOptedOut($0) }
        )
    }

    private func dossier(
        _ found: FoundDossier,
        of person: SoughtPerson,
        in snapshot: any StoreSnapshot
    ) throws -> ExportedDossier {
        let isOwn = found.capacity == .applicant
        let view: PersonalDataView = isOwn ? .whole : .masked
        let file = try DossierFile(
            found.dossier,
            view,
            submitter: found.capacity == .submitter ? .whole : .masked,
            hidingPeopleOf: found.present,
            takesLaterPapers: true,
            in: snapshot
        )
        let names = try DossierQueries.hiddenNames(of: found.present, view, in: snapshot)
        let bytes = try events(of: found, in: snapshot)
        return ExportedDossier(
            file: file,
            capacity: found.capacity,
            until: found.until,
            pin: isOwn ? try Vault.pin(found.dossier.pin, in: snapshot)?.text : nil,
            earlierSheets: try earlierSheets(of: found, for: person, in: snapshot),
            history: try bytes.map { try queries.entry($0, view, hiding: names, in: snapshot) },
            regime: rules.regime(found.dossier.registration.regime),
            messages: try messages(of: found, withWords: isOwn, in: snapshot),
            notices: try notices(of: found, in: snapshot),
            readings: try readings(of: found, view, hiding: names, in: snapshot)
        )
    }

    /// The events of a dossier, of one from whose sheet the person was taken up to the correction that did it.
    private func events(of found: FoundDossier, in snapshot: any StoreSnapshot) throws -> [[UInt8]] {
        let count = found.until == nil ? found.dossier.version : found.dossier.version + 1
        guard count <= EventHistory.maximumEvents else { throw RequestRefusal.historyTooLong }
        return try snapshot.events(of: found.id, after: 0, limit: count)
    }

    /// The sheets before corrections, as far as they are the person's; one that was erased is left out.
    private func earlierSheets(
        of found: FoundDossier,
        for person: SoughtPerson,
        in snapshot: any StoreSnapshot
    ) throws -> [EarlierSheet] {
        guard let present = try Vault.sheet(found.present.applicant, in: snapshot) else { return [] }
        let part = EarlierPart(person: person, present: present)
        return try EventHistory.replacedSheets(of: found.present, in: snapshot).compactMap { replaced in
            guard let sheet = try Vault.sheet(replaced.reference, in: snapshot) else { return nil }
            let shown: ShownSheet? =
                switch found.capacity {
                case .applicant: part.shownToApplicant(sheet)
                case .submitter where person.isSubmitter(on: sheet): ShownSheet(sheet, .masked, submitter: .whole)
                case .submitter, .formerApplicant, .formerSubmitter: part.shown(sheet)
                }
            return shown.map { EarlierSheet(sheet: $0, until: replaced.until) }
        }
    }

    private func messages(
        of found: FoundDossier,
        withWords: Bool,
        in snapshot: any StoreSnapshot
    ) throws -> [(entry: MessageEntry, text: String?)] {
        let renderer = MessageRenderer(rules: rules)
        return try allPages { last in
            try snapshot.messages(MessageFilter(dossier: found.id), before: last, limit: PersonExporter.pageSize)
        } number: {
            $0.number
        }.filter {
            $0.draft.position <= found.dossier.version && found.covers($0.draft.createdAt)
        }.map { message in
            let text = withWords ? try renderer.render(message.draft, in: snapshot)?.accented : nil
            return (MessageEntry(message: message, code: found.dossier.code), text)
        }
    }

    private func notices(of found: FoundDossier, in snapshot: any StoreSnapshot) throws -> [NoticeEntry] {
        let renderer = NoticeRenderer(rules: rules)
        return try allPages { last in
            try snapshot.notices(about: found.id, after: last ?? 0, limit: PersonExporter.pageSize)
        } number: {
            $0.number ?? 0
        }.filter {
            found.covers($0.at)
        }.map { try renderer.entry(DeliveredNotice(notice: $0, isRead: false), in: snapshot) }
    }

    private func readings(
        of found: FoundDossier,
        _ view: PersonalDataView,
        hiding names: [String],
        in snapshot: any StoreSnapshot
    ) throws -> [ReadingEntry] {
        try allPages { last in
            try snapshot.readings(of: found.id, before: last, limit: PersonExporter.pageSize)
        } number: {
            $0.sequence
        }.map {
            try DossierReading(stored: $0.body)
        }.filter {
            found.covers($0.at)
        }.map { try ReadingEntry($0, view, hiding: names, in: snapshot) }
    }

    private func inquiries(from sender: Digest, in snapshot: any StoreSnapshot) throws -> [ExportedInquiry] {
        try allPages { last in
            try snapshot.inquiries(from: sender, after: last ?? 0, limit: PersonExporter.pageSize)
        } number: {
            $0.number
        }.map { inquiry in
            let code = try inquiry.draft.dossier.flatMap { try snapshot.dossier($0)?.dossier().code }
            return ExportedInquiry(draft: inquiry.draft, code: code)
        }
    }

    /// How many pages are read of anything: 20,000 elements of one dossier.
    private static let maximumPages = 100

    /// All elements of a list that comes in pages.
    private func allPages<Element>(
        _ page: (_ last: Int64?) throws -> [Element],
        number: (Element) -> Int64
    ) throws -> [Element] {
        var all: [Element] = []
        for _ in 1...Self.maximumPages {
            let found = try page(all.last.map(number))
            all += found
            if found.count < PersonExporter.pageSize { return all }
        }
        throw RequestRefusal.historyTooLong
    }
}
