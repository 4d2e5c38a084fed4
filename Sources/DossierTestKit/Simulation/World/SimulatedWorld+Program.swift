import DossierDomain
import DossierEngine
import WorkingCalendar

/// The program on its machine: started, stopped, crashed; its timers and its relay.
extension SimulatedWorld {
    /// How many dossiers are taken up at once.
    private static let pageSize = 500

    /// Starts the machine and the program on it.
    mutating func start() async throws {
        power.restore()
        let real = try await machine.start()
        var store: any DossierStore = saboteur?.underneath(real) ?? real
        store = WatchedStore(base: store, journal: journal)
        store = saboteur?.above(store) ?? store
        store = PoweredStore(base: store, power: power)
        if let pendingCalendar {
            guard try await changeCalendar(pendingCalendar, in: store) else { return }
        }
        let installation = try await prepare(store)
        try judge()
        let timerClock: any WallClock = ShiftedClock(base: clock, milliseconds: saboteur?.timerLeadMilliseconds ?? 0)
        program = Program(
            store: store,
            dossiers: DossierService(
                store: store,
                rules: rules,
                clock: clock,
                machineClock: clock,
                entropy: entropy,
                idempotencyKey: installation.idempotencyKey,
                personKey: installation.personKey
            ),
            timers: TimerService(
                store: store,
                rules: rules,
                clock: timerClock,
                machineClock: clock,
                pace: CalledPace(),
                logger: logger,
                // So few that what is worked out ahead counts, too.
                batchSize: 2
            ),
            relay: OutboxRelay(
                store: store,
                routes: [GatewayRoute(gateway)],
                rules: rules,
                clock: clock,
                machineClock: clock,
                pace: CalledPace(),
                logger: logger
            )
        )
        auditor.figures.starts += 1
        guard staff.units.isEmpty else { return }
        if plan.takesUpDossiers { try await takeUpDossiers(of: real) }
        try await seatStaff(in: real)
        for id in auditor.dossiers.keys.sorted() { resume(id) }
    }

    /// Prepares the database as the program does at each start; one that was there before has its own versions.
    ///
    /// - Returns: What the database knows.
    private func prepare(_ store: any DossierStore) async throws -> Installation {
        try await Installation.prepare(
            store,
            mode: nil,
            clockStart: nil,
            used: plan.takesUpDossiers ? [] : [calendar.stored],
            entropy: entropy,
            machineClock: clock,
            change: { transition, _ in
                throw StoreError(.unsuitable, "it has another version in force than at \(transition.now.iso8601)")
            }
        )
    }

    /// Takes up the dossiers that the disk has already.
    private mutating func takeUpDossiers(of store: any DossierStore) async throws {
        let (found, digestAt) = try await store.transact { transaction in
            var found: [WatchedDossier] = []
            var last: StreamID?
            while true {
                let page = try transaction.dossiers(matching: DossierFilter(), before: last, limit: Self.pageSize)
                for stored in page {
                    last = stored.id
                    let dossier = try DossierCodec.decode(stored.state)
                    let head = try transaction.head(of: stored.id)
                    found.append(WatchedDossier(adopting: dossier, id: stored.id, lastHash: head.last))
                }
                if page.count < Self.pageSize { break }
            }
            return (found, try transaction.serviceTimer(.lateDigest))
        }
        for watched in found { auditor.takeUp(watched) }
        auditor.takeUp(digestAt: digestAt)
        let ofDossiers = auditor.dossiers.values.flatMap { auditor.communes(of: $0.dossier) }
        communes = Set(communes).union(ofDossiers).sorted()
    }

    private mutating func seatStaff(in store: any DossierStore) async throws {
        let roster = SimulatedStaff.roster(of: plan, rules.organisation, communes: communes)
        let now = wall
        let accounts = try await store.transact { transaction in
            try roster.compactMap { seat in
                if let known = try transaction.account(named: seat.name) { return known }
                let id = try transaction.insertAccount(
                    username: seat.name,
                    role: seat.role,
                    place: seat.place,
                    passwordHash: "none"
                )
                try Self.noteMaking(of: id, seat, at: now, in: transaction)
                return try transaction.account(id)
            }
        }
        for account in accounts {
            staff.seat(account)
            auditor.meet(account)
        }
    }

    /// Records the making of an account as the program does, by which `verify` knows it.
    private static func noteMaking(
        of account: AccountID,
        _ seat: (name: String, role: Role, place: UnitPlace),
        at now: Instant,
        in transaction: any StoreTransaction
    ) throws {
        let event = SystemEvent(
            at: now,
            by: .program,
            type: "accountCreated",
            details: [
                ("account", String(account.number)), ("role", seat.role.rawValue), ("place", seat.place.description),
            ]
        )
        let stream = SystemEvent.Stream.accounts
        let head = try transaction.head(of: stream)
        let link = ChainLink(stream: stream.rawValue, position: head.count + 1, previous: head.last)
        let bytes = EventCodec.encode(event, link: link)
        _ = try transaction.append(bytes, hash: Digest.of(bytes), to: head)
    }

    /// Runs a piece of the program's work; a power failure meanwhile ends the program.
    ///
    /// - Returns: What the work gave; nil if the power failed.
    /// - Throws: `BrokenInvariant`, and what the work throws by rule: refusals.
    mutating func run<Result>(_ work: (Program) async throws -> Result) async throws -> Result? {
        guard let program else { return nil }
        arm()
        do {
            let result = try await work(program)
            disarm()
            try judge()
            return result
        } catch is PowerFailure {
            try await losePower()
            return nil
        } catch let error as StoreError {
            throw broken(.serviceAnswers, "\(error)")
        } catch let error as StoredFormDefect {
            throw broken(.stateIsFold, "\(error.member) cannot be read")
        } catch {
            disarm()
            try judge()
            throw error
        }
    }

    /// Texts are sent side by side; where more than one is under way a failure would strike another one in each run.
    private func arm() {
        guard let pendingCrash else { return }
        let sendable = auditor.texts.sendableCount(at: wall)
        switch pendingCrash.crash {
        case .beforeCommit where sendable <= 1: power.arm(afterChanges: pendingCrash.afterChanges, .beforeCommit)
        case .afterCommit where sendable <= 1: power.arm(afterChanges: pendingCrash.afterChanges, .afterCommit)
        case .afterText where sendable == 1: gateway.cutPowerAtNextText()
        case .beforeCommit, .afterCommit, .afterText: return
        }
    }

    private func disarm() { if pendingCrash != nil { power.restore() } }

    mutating func losePower() async throws {
        let down = pendingCrash?.downSeconds ?? 60
        note("the power fails for \(down) s")
        pendingCrash = nil
        program = nil
        try await machine.crash()
        try judge()
        beOff(for: down)
    }

    /// Shuts the machine down in good order.
    mutating func shutDown(for seconds: Int64) async throws {
        guard program != nil else { return }
        note("the machine is shut down for \(seconds) s")
        program = nil
        try await machine.stop()
        beOff(for: seconds)
    }

    private mutating func beOff(for seconds: Int64) {
        onAgainAt = now.adding(seconds: seconds)
        agenda.add(.start, at: onAgainAt)
    }

    /// Asks the timers, as the service does at each next due instant.
    mutating func fireTimers() async throws {
        let answer = try await run { program in
            try await program.timers.fireDue()
            return try await program.store.read { try $0.nextTimer() }
        }
        guard let next = answer else { return }
        try auditor.checkNothingMissed()
        guard next == auditor.nextTimer else {
            throw broken(
                .timersStand,
                "the store waits until \(next?.iso8601 ?? "never"), the dossiers until "
                    + (auditor.nextTimer?.iso8601 ?? "never")
            )
        }
    }

    /// Sends the texts that may be sent, as the relay does.
    mutating func sendTexts() async throws {
        var chance = SeededGenerator(seed: plan.seed, 6, UInt64(bitPattern: now.milliseconds))
        let rest = chance.chance(perMille: 700) ? 1_500 : 180_000
        relayRest = now.adding(milliseconds: Int64(chance.number(in: 1...rest)))
        guard try await run({ try await $0.relay.drain() }) != nil else { return }
        try auditor.texts.checkDrained(at: wall)
    }

    /// Looks everything over as `verify` does.
    func lookOver() async throws {
        let rules = rules
        let now = wall
        let saboteur = saboteur
        let (defect, finding) = try await machine.inspect { inspection in
            var verifier = Verifier(rules: rules)
            let report = try verifier.verify(inspection) { _, _ in }
            // What is not whole has no sums to speak of.
            let audit = LedgerAudit(rules: rules, saboteur: saboteur)
            let finding = report.isClean ? try audit.finding(in: inspection, asOf: now) : nil
            return (report.defects.first, finding)
        }
        if let defect { throw broken(.storeIsWhole, defect) }
        if let finding { throw broken(.ledgerAddsUp, finding) }
    }
}
