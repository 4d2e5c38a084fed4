public import DossierDomain
import WorkingCalendar

/// The one path of every change (xử lý lệnh): a command is decided and all that follows from it is written, in one
/// transaction; when a method returns, it is on disk.
public struct DossierService: Sendable {
    let store: any DossierStore
    let rules: Rules
    let clock: any WallClock
    private let idempotency: IdempotencyMemory
    private let vault: Vault
    private let recorder: DossierRecorder
    private let firing: RungFiring
    let monitor: LoadMonitor
    private let outcomes = CommandOutcomes()

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where dossiers are kept.
    ///   - rules: What law and organisation fix.
    ///   - clock: The time of the service.
    ///   - machineClock: The time of the machine, for keys that are forgotten after two days.
    ///   - entropy: Where salts and PINs come from.
    ///   - idempotencyKey: The key of the hash by which repeated requests are known.
    ///   - personKey: The key of the terms by which persons' dossiers are found.
    public init(
        store: any DossierStore,
        rules: Rules,
        clock: any WallClock,
        machineClock: any WallClock,
        entropy: any EntropySource,
        idempotencyKey: [UInt8],
        personKey: [UInt8]
    ) {
        self.store = store
        self.rules = rules
        self.clock = clock
        idempotency = IdempotencyMemory(key: idempotencyKey, clock: machineClock)
        vault = Vault(keys: store.vaultKeys, entropy: entropy, terms: PersonTerms(key: personKey))
        recorder = DossierRecorder(rules: rules)
        firing = RungFiring(rules: rules)
        monitor = LoadMonitor(store: store, rules: rules, clock: clock, machineClock: machineClock)
    }

    /// Registers a dossier.
    ///
    /// - Parameters:
    ///   - draft: The intake as it came.
    ///   - account: The clerk.
    ///   - request: The idempotency key, if the client sent one.
    /// - Returns: The dossier with its PIN and whether its promise is at risk; the first answer again for a repeated
    ///   request.
    /// - Throws: ``RequestRefusal``, `DossierRejection`, ``StoreError``.
    public func register(
        _ draft: IntakeDraft,
        by account: Account,
        idempotency request: IdempotencyRequest?
    ) async throws -> CommandReply {
        try await counted("register") {
            let clerk = try clerk(account, at: clock.now)
            let desk = clerk.desk
            let request = request.map(idempotency.fingerprinted)
            let intake: Intake
            do {
                intake = try Intake(draft, rules: rules, on: LocalDateTime(clock.now).date)
            } catch let refusal as RequestRefusal {
                // What could be taken when it came first may name what is there no more.
                guard let first = try await firstAnswer(to: request, for: account) else { throw refusal }
                return first
            }
            // Whoever writes is alone, so all that can be made ready before is. The loads are read without the dossier.
            let loads = await loads(for: intake, receivedAt: desk)
            let opening = try opening(of: intake, at: desk, by: clerk.actor, receiptAt: nil)
            let answer = try await store.transact { [self] transaction in
                if let replay = try idempotency.replay(request, of: account.id, in: transaction) {
                    return try reply(to: replay, for: account, makesPIN: true, in: transaction)
                }
                // Whose post ends while he waits for the writer registers nothing any more.
                let now = clock.now
                guard account.staff(at: now).actors.contains(opening.actor) else {
                    throw DossierRejection.forbidden(Denial(.registeringDesk))
                }
                let opened = try open(opening, at: now, in: transaction)
                try idempotency.remember(
                    request,
                    of: account.id,
                    made: .dossier(opened.id),
                    version: 1,
                    in: transaction
                )
                return CommandReply(
                    file: DossierFile(opened.dossier, sheet: intake.sheet),
                    pin: opening.pin.text,
                    asOf: opened.dossier.statusChanges.first?.at ?? now,
                    isReplay: false
                )
            }
            return withOutlook(answer, loads)
        }
    }

    /// The first answer to a repeated intake; nil for a new one.
    private func firstAnswer(
        to request: IdempotencyMemory.Fingerprinted?,
        for account: Account
    ) async throws -> CommandReply? {
        let answer = try await store.read { [self] snapshot -> CommandReply? in
            guard let replay = try idempotency.replay(request, of: account.id, in: snapshot) else { return nil }
            return try reply(to: replay, for: account, makesPIN: true, in: snapshot)
        }
        guard let answer else { return nil }
        return withOutlook(answer, await loads(for: answer.file.dossier))
    }

    /// Carries out an action on a dossier.
    ///
    /// - Parameters:
    ///   - action: What is asked for.
    ///   - code: The dossier.
    ///   - account: Who asks.
    ///   - versions: The versions for which the action is meant; nil for any.
    ///   - request: The idempotency key, if the client sent one.
    /// - Returns: The dossier afterwards, and whether the promise is at risk that an acceptance gives; the first answer
    ///   again for a repeated request.
    /// - Throws: ``RequestRefusal``, `DossierRejection`, ``StoreError``.
    public func perform(
        _ action: DossierAction,
        on code: DossierCode,
        by account: Account,
        versions: [Int]?,
        idempotency request: IdempotencyRequest?
    ) async throws -> CommandReply {
        try await counted(action.name) {
            let loads = await loads(for: action, on: code)
            let request = request.map(idempotency.fingerprinted)
            let (answer, fired) = try await store.transact { [self] transaction -> (CommandReply, [FiredRung]) in
                if let replay = try idempotency.replay(request, of: account.id, in: transaction) {
                    return (try reply(to: replay, for: account, makesPIN: action.makesPIN, in: transaction), [])
                }
                let done = try carryOut(action, on: code, by: account, versions: versions, in: transaction)
                try idempotency.remember(
                    request,
                    of: account.id,
                    made: .dossier(done.id),
                    version: done.reply.file.dossier.version,
                    in: transaction
                )
                return (done.reply, done.fired)
            }
            firing.count(fired)
            guard let loads else { return answer }
            return withOutlook(answer, loads)
        }
    }

    /// Carries out an action that was not carried out before, in the transaction that remembers it.
    private func carryOut(
        _ action: DossierAction,
        on code: DossierCode,
        by account: Account,
        versions: [Int]?,
        in transaction: any StoreTransaction
    ) throws -> (reply: CommandReply, id: StreamID, fired: [FiredRung]) {
        guard let stored = try transaction.dossier(code) else { throw RequestRefusal.dossierNotFound }
        let seen = try DossierCodec.decode(stored.state)
        // Strangers learn nothing: neither the version nor which steps there are.
        let now = clock.now
        let staff = account.staff(at: now)
        try staff.check(.see, on: seen, in: rules.organisation)
        if try transaction.isArchived(stored.id) { throw RequestRefusal.dossierArchived }
        if let versions, !versions.contains(seen.version) {
            throw RequestRefusal.versionMismatch(current: seen.version)
        }
        // What was due before this moment happened before it, however busy the timer service is.
        let (dossier, fired) = try firing.fireDue(of: seen, id: stored.id, now: now, in: transaction)
        // Fields are judged against the sheet: by what is wrong with them nobody learns of one that he may not correct.
        if case .correct = action { try staff.check(.correct, on: dossier, in: rules.organisation) }
        var preparation = ActionPreparation(vault: vault, stream: stored.id, now: now, transaction: transaction)
        let command = try preparation.command(for: action, on: dossier)
        var attendance = Attendance(in: transaction, at: now)
        let context = try rules.context(
            for: dossier,
            actor: account.own,
            now: now,
            absent: try attendance.absent(from: dossier)
        )
        guard let event = try staff.decide(command, on: dossier, in: context) else {
            preconditionFailure("Only timers have nothing left to do")
        }
        let changed = try recorder.record(event, on: dossier, id: stored.id, in: transaction)
        if action.makesPIN { try transaction.eraseVaultEntry(dossier.pin.number) }
        let view = staff.reading(of: changed, in: rules.organisation, at: .file).view
        let file = try DossierFile(changed, view, takesLaterPapers: true, in: transaction)
        let reply = CommandReply(file: file, pin: preparation.pin?.text, asOf: event.at, isReplay: false)
        return (reply, stored.id, fired)
    }

    /// The first post of an account at a one-stop desk, and that desk.
    private func clerk(
        _ account: Account,
        at now: Instant
    ) throws(DossierRejection) -> (actor: Actor, desk: UnitPlace) {
        for actor in account.staff(at: now).actors {
            if Authority(of: actor, in: rules.organisation).isDeskStaff, let desk = actor.place { return (actor, desk) }
        }
        throw .forbidden(Denial(.registeringDesk))
    }

    /// Answers a repeated request from the version that the first one left, to whom may still see the dossier and as
    /// much of it as he is shown at present.
    private func reply(
        to entry: IdempotencyEntry,
        for account: Account,
        makesPIN: Bool,
        in snapshot: any StoreSnapshot
    ) throws -> CommandReply {
        guard case .dossier(let id) = entry.made else {
            throw StoreError(.damaged, "a repeated request made no dossier by another path")
        }
        guard let stored = try snapshot.dossier(id) else { throw RequestRefusal.dossierNotFound }
        let present = try DossierCodec.decode(stored.state)
        let staff = account.staff(at: clock.now)
        try staff.check(.see, on: present, in: rules.organisation)
        let view = staff.reading(of: present, in: rules.organisation, at: .file).view
        let (dossier, asOf) = try EventHistory.dossier(id, at: entry.version, in: snapshot)
        // Whoever is shown the dossier masked would read the rest of it with the PIN.
        let pin = makesPIN && view == .whole ? try Vault.pin(dossier.pin, in: snapshot)?.text : nil
        // Whoever is shown it masked reads no name in it that only a later correction put on the sheet.
        let file = try DossierFile(dossier, view, hidingPeopleOf: present, takesLaterPapers: true, in: snapshot)
        return CommandReply(file: file, pin: pin, asOf: asOf, isReplay: true)
    }

    /// Counts a command by its outcome.
    func counted<Result>(_ command: String, _ body: () async throws -> Result) async throws -> Result {
        do {
            let result = try await body()
            outcomes.count(command, "ok")
            return result
        } catch {
            outcomes.count(command, error is DossierRejection || error is RequestRefusal ? "refused" : "failed")
            throw error
        }
    }
}

extension DossierService {
    /// What is needed to open a dossier.
    struct Opening: Sendable {
        let intake: Intake
        let desk: UnitPlace
        let actor: Actor
        /// For a row of an older register: when it was received.
        let receiptAt: Instant?
        fileprivate let sheet: Vault.Sealed
        let pin: LookupPIN
        fileprivate let sealedPIN: Vault.Sealed
    }

    /// Makes ready what does not depend on the transaction that opens a dossier.
    ///
    /// - Throws: ``StoreError`` of code unsuitable while the vault is locked.
    func opening(of intake: Intake, at desk: UnitPlace, by actor: Actor, receiptAt: Instant?) throws -> Opening {
        let sheet = try vault.seal(intake.sheet)
        let (pin, sealedPIN) = try vault.sealPIN()
        return Opening(
            intake: intake,
            desk: desk,
            actor: actor,
            receiptAt: receiptAt,
            sheet: sheet,
            pin: pin,
            sealedPIN: sealedPIN
        )
    }

    /// Writes a new dossier: code, vault entries, first event, state, timers, text.
    func open(
        _ opening: Opening,
        at now: Instant,
        in transaction: any StoreTransaction
    ) throws -> (dossier: Dossier, id: StreamID) {
        let date = LocalDateTime(opening.receiptAt ?? now).date
        guard let regime = rules.regime(on: date) else { throw DossierRejection.regimeNotInForce(on: date) }
        let code = try code(for: opening.desk, on: date, under: regime, in: transaction)
        let head = try transaction.makeStream()
        let applicant = try Vault.put(opening.sheet, of: head.id, in: transaction)
        let pin = try Vault.put(opening.sealedPIN, of: head.id, in: transaction)
        let command = command(for: opening, under: regime, applicant: applicant, pin: pin)
        let event = try command.decide(code: code, in: context(for: opening, under: regime, now: now))
        let dossier = try recorder.recordFirst(event, head: head, in: transaction)
        return (dossier, head.id)
    }

    /// The command that opens a dossier.
    func command(
        for opening: Opening,
        under regime: Regime,
        applicant: VaultReference,
        pin: VaultReference
    ) -> RegisterDossier {
        RegisterDossier(
            channel: opening.intake.channel,
            desk: opening.desk,
            commune: commune(of: opening.intake, receivedBy: opening.desk),
            notifiesBySMS: opening.intake.notifiesBySMS,
            applicant: applicant,
            pin: pin,
            regime: RegimeVersion(id: regime.id, version: regime.version),
            importedReceiptAt: opening.receiptAt
        )
    }

    /// The commune in whose units a dossier's steps are done.
    func commune(of intake: Intake, receivedBy desk: UnitPlace) -> CommuneID {
        intake.commune ?? desk.commune ?? rules.organisation.defaultCommune
    }

    /// The context in which a dossier is opened.
    func context(for opening: Opening, under regime: Regime, now: Instant) throws -> DecisionContext {
        let procedure = opening.intake.procedure
        return try rules.context(
            for: ProcedureVersion(code: procedure.code, version: procedure.version),
            under: RegimeVersion(id: regime.id, version: regime.version),
            actor: opening.actor,
            now: now
        )
    }

    /// Takes the next code of the desk's agency for the local date of receipt.
    private func code(
        for desk: UnitPlace,
        on date: LocalDate,
        under regime: Regime,
        in transaction: any StoreTransaction
    ) throws -> DossierCode {
        guard let identifier = rules.organisation.identifierCode(of: desk) else {
            throw DossierRejection.forbidden(Denial(.registeringDesk))
        }
        let serial = try transaction.takeSerial(agencyIdentifier: identifier, date: date)
        return try Self.code(of: regime, identifier: identifier, date: date, serial: serial)
    }

    /// The code of a serial, as a regime writes it.
    static func code(of regime: Regime, identifier: String, date: LocalDate, serial: Int) throws -> DossierCode {
        guard let code = regime.codePattern.code(agencyIdentifier: identifier, receivedOn: date, serial: serial) else {
            throw StoreError(.unsuitable, "the identifier \(identifier) makes no dossier code")
        }
        return code
    }
}
