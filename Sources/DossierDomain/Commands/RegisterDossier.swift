public import WorkingCalendar

/// Registers a dossier (tiếp nhận hồ sơ) at the desk, by post or online.
///
/// At the desk and by post it is received at once: status 2, the first step active, the appointment set. Online it is
/// only filed: status 1, no appointment, until ``AcceptDossier``; the ladder watches how long that takes.
public struct RegisterDossier: Sendable {
    /// The way it came in.
    public let channel: Channel
    /// The desk that registers it.
    public let desk: UnitPlace
    /// The commune of its per-commune steps.
    public let commune: CommuneID
    /// Whether the applicant gets short texts.
    public let notifiesBySMS: Bool
    /// The applicant's data in the vault.
    public let applicant: VaultReference
    /// The look-up PIN in the vault.
    public let pin: VaultReference
    /// The regime pack in force on the day of receipt, or of filing online.
    public let regime: RegimeVersion
    /// When a row of an older register was received, which it then is whatever its channel; nil for a new dossier.
    public let importedReceiptAt: Instant?

    /// Creates the command.
    public init(
        channel: Channel,
        desk: UnitPlace,
        commune: CommuneID,
        notifiesBySMS: Bool,
        applicant: VaultReference,
        pin: VaultReference,
        regime: RegimeVersion,
        importedReceiptAt: Instant? = nil
    ) {
        self.channel = channel
        self.desk = desk
        self.commune = commune
        self.notifiesBySMS = notifiesBySMS
        self.applicant = applicant
        self.pin = pin
        self.regime = regime
        self.importedReceiptAt = importedReceiptAt
    }

    /// Checks whether the actor may register dossiers at all, before a code is spent on it.
    ///
    /// - Throws: ``DossierRejection/forbidden(_:)`` unless he works at the desk named; the import may do it anywhere.
    public func checkMayRegister(_ actor: Actor, in organisation: Organisation) throws(DossierRejection) {
        if actor == .importer { return }
        let authority = Authority(of: actor, in: organisation)
        guard authority.isDeskStaff, actor.place == desk else { throw .forbidden(Denial(.registeringDesk)) }
    }

    /// Decides the dossier's first event.
    ///
    /// - Parameters:
    ///   - code: The code allocated for it.
    ///   - context: Who asks, when, and under which rules.
    /// - Returns: The event that begins the dossier's history.
    /// - Throws: ``DossierRejection/forbidden(_:)``, ``DossierRejection/calendarUnknown(year:)``,
    ///   ``DossierRejection/noOfficeTime``.
    public func decide(code: DossierCode, in context: DecisionContext) throws(DossierRejection) -> DossierEvent {
        try checkMayRegister(context.actor, in: context.organisation)
        try checkTakes(context.procedure, in: context.organisation)
        let steps = context.procedure.route.steps.map { step in
            StepProgress(id: step.id, place: place(of: step, in: context.organisation))
        }
        if channel == .online, importedReceiptAt == nil {
            let fact = DossierFact.registered(registration(code: code, steps: steps, context: context, skipped: []))
            return context.event(fact, try [.status(.submitted)] + context.warnings(ofFilingAt: desk))
        }
        let receipt = importedReceiptAt ?? context.now
        let due = try context.appointment(for: desk, receivedAt: receipt)
        let start = try context.clockStart(desk: desk, place: steps[0].place ?? desk, receivedAt: receipt, due: due)
        let skipped = importedReceiptAt == nil ? [] : start.passedRungs
        return DossierEvent(
            at: receipt,
            by: context.actor.initiator,
            capacity: context.actor.capacity,
            fact: .registered(registration(code: code, steps: steps, context: context, skipped: skipped)),
            effects: start.effects
        )
    }

    /// The district desk takes every procedure, another desk those that begin at a desk of its kind.
    private func checkTakes(_ procedure: Procedure, in organisation: Organisation) throws(DossierRejection) {
        guard desk.unit != organisation.districtDesk else { return }
        guard procedure.route.intake.performer != .unit(desk.unit) else { return }
        let district = UnitPlace(unit: organisation.districtDesk, commune: nil)
        throw .forbidden(Denial(.procedureDesk, unit: district))
    }

    private func place(of step: Step, in organisation: Organisation) -> UnitPlace? {
        guard case .unit(let unit) = step.performer else { return nil }
        return organisation.place(of: unit, commune: commune)
    }

    private func registration(
        code: DossierCode,
        steps: [StepProgress],
        context: DecisionContext,
        skipped: [Rung]
    ) -> Registration {
        Registration(
            code: code,
            procedure: ProcedureVersion(code: context.procedure.code, version: context.procedure.version),
            regime: regime,
            channel: channel,
            desk: desk,
            commune: commune,
            notifiesBySMS: notifiesBySMS,
            applicant: applicant,
            pin: pin,
            steps: steps,
            importedAt: importedReceiptAt == nil ? nil : context.now,
            skippedRungs: skipped
        )
    }
}
