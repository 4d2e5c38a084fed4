import DossierDomain

/// What a search by name needs of a stored dossier (hồ sơ đang xét), read without the rest of it.
///
/// Most candidates bear another name. To read all of each took five times as long as all that is needed to see it.
struct NameCandidate: Hashable {
    /// Who has to do with it, by which is known who is shown its names.
    let holders: DossierHolders
    /// The sheet with its names.
    let applicant: VaultReference

    /// Reads what ``DossierCodec`` wrote.
    ///
    /// - Throws: ``StoredFormDefect`` if something is missing; what is not needed is not proved.
    init(state: [UInt8]) throws(StoredFormDefect) {
        var form: Int64?
        var desk: UnitPlace?
        var places: [UnitPlace?] = []
        var transfers: [CommuneTransfer] = []
        var isWishOfItsOwn = false
        var states: [StepState] = []
        var applicant: VaultReference?
        var walker = JSONWalker(state)
        try walker.object { (name, walker) throws(StoredFormDefect) in
            switch name {
            case "v": form = try walker.natural()
            case "registration": (desk, places) = try Self.registration(&walker)
            case "transfers": transfers = try Self.transfers(&walker)
            case "sms": isWishOfItsOwn = true
            case "applicant": applicant = try Self.reference(&walker)
            case "steps": states = try Self.states(&walker)
            default: break
            }
        }
        guard form == DossierCodec.formVersion(after: transfers, isWishOfItsOwn: isWishOfItsOwn) else {
            throw StoredFormDefect(member: "v")
        }
        guard let desk, let applicant else { throw StoredFormDefect(member: desk == nil ? "desk" : "applicant") }
        guard places.count == states.count else { throw StoredFormDefect(member: "steps") }
        // As in ``DossierCodec``: what was registered is stored as it was, and moves with the communes.
        let steps = zip(places, states).map { DossierHolders.Step(place: $0?.moved(by: transfers), state: $1) }
        holders = DossierHolders(desk: desk.moved(by: transfers), steps: steps)
        self.applicant = applicant
    }

    private static func registration(
        _ walker: inout JSONWalker
    ) throws(StoredFormDefect) -> (desk: UnitPlace?, places: [UnitPlace?]) {
        var desk: UnitPlace?
        var places: [UnitPlace?] = []
        try walker.object { (name, walker) throws(StoredFormDefect) in
            switch name {
            case "desk": desk = UnitPlace(text: try walker.text())
            case "route":
                try walker.array { (walker) throws(StoredFormDefect) in places.append(try place(&walker)) }
            default: break
            }
        }
        return (desk, places)
    }

    /// The place of a step, the second element of its pair.
    private static func place(_ walker: inout JSONWalker) throws(StoredFormDefect) -> UnitPlace? {
        var count = 0
        var place: UnitPlace?
        try walker.array { (walker) throws(StoredFormDefect) in
            count += 1
            if count == 2 { place = try walker.optionalText().map(UnitPlace.init(text:)) }
        }
        guard count == 2 else { throw StoredFormDefect(member: "route") }
        return place
    }

    private static func transfers(_ walker: inout JSONWalker) throws(StoredFormDefect) -> [CommuneTransfer] {
        var transfers: [CommuneTransfer] = []
        try walker.array { (walker) throws(StoredFormDefect) in
            var communes: [CommuneID] = []
            try walker.array { (walker) throws(StoredFormDefect) in
                communes.append(CommuneID(rawValue: try walker.text()))
            }
            guard communes.count == 2 else { throw StoredFormDefect(member: "transfers") }
            transfers.append(CommuneTransfer(from: communes[0], to: communes[1]))
        }
        return transfers
    }

    private static func states(_ walker: inout JSONWalker) throws(StoredFormDefect) -> [StepState] {
        var states: [StepState] = []
        try walker.array { (walker) throws(StoredFormDefect) in
            var state: StepState?
            try walker.object { (name, walker) throws(StoredFormDefect) in
                if name == "state" { state = StepState(rawValue: try walker.text()) }
            }
            guard let state else { throw StoredFormDefect(member: "state") }
            states.append(state)
        }
        return states
    }

    private static func reference(_ walker: inout JSONWalker) throws(StoredFormDefect) -> VaultReference {
        var number: Int64?
        var commitment: String?
        try walker.array { (walker) throws(StoredFormDefect) in
            if number == nil { number = try walker.natural() } else { commitment = try walker.text() }
        }
        guard let number, let commitment else { throw StoredFormDefect(member: "applicant") }
        return VaultReference(number: number, commitment: commitment)
    }
}

/// The names on a sheet (các tên trên tờ khai) and what decides who finds it by them.
struct SheetNames: Hashable {
    /// The applicant's kind.
    let kind: ApplicantKind
    /// The applicant's name.
    let applicant: String
    /// The name of whoever stood at the desk for the applicant.
    let submitter: String?

    /// Reads what ``ApplicantSheet`` wrote.
    ///
    /// - Throws: ``StoredFormDefect`` if something is missing; what is not needed is not proved.
    init(stored bytes: [UInt8]) throws(StoredFormDefect) {
        var kind: ApplicantKind?
        var applicant: String?
        var submitter: String?
        var walker = JSONWalker(bytes)
        try walker.object { (name, walker) throws(StoredFormDefect) in
            guard name == "applicant" || name == "submitter" else { return }
            let isApplicant = name == "applicant"
            try walker.object { (name, walker) throws(StoredFormDefect) in
                switch (name, isApplicant) {
                case ("kind", true): kind = ApplicantKind(rawValue: try walker.text())
                case ("name", true): applicant = try walker.text()
                case ("name", false): submitter = try walker.text()
                default: break
                }
            }
        }
        guard let kind, let applicant else { throw StoredFormDefect(member: "applicant") }
        self.kind = kind
        self.applicant = applicant
        self.submitter = submitter
    }

    /// The names that whoever is shown the sheet sees whole, and so may find it by; a masked one would betray itself.
    func findable(_ view: PersonalDataView) -> [String] {
        guard view == .masked else { return [applicant, submitter].compactMap { $0 } }
        return kind.hasPublicName ? [applicant] : []
    }
}
