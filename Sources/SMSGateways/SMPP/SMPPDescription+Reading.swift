import SMPP

extension SMPPDescription {
    /// How long the answer to one part may take, in milliseconds.
    ///
    /// With ``SMPPSending/lastBegin`` and the wait for a turn it keeps a whole send under 55 s.
    static let submitTimeoutMilliseconds: Int64 = 20_000
    /// How long one part may wait for its turn, in milliseconds.
    static let waitForTurnMilliseconds: Int64 = 5_000

    /// The settings of the connection by which texts go out, and of the one by which the others come in where that is
    /// one of its own.
    ///
    /// - Throws: ``GatewayDescriptionError`` for the first mistake.
    func clientSettings(
        _ secrets: GatewaySecrets
    ) throws(GatewayDescriptionError) -> (sender: SMPPClientSettings, receiver: SMPPClientSettings?) {
        try check()
        switch kind {
        case .transceiver: return (try clientSettings(secrets, binding: .transceiver), nil)
        case .transmitter: return (try clientSettings(secrets, binding: .transmitter), nil)
        case .transmitterAndReceiver:
            return (
                try clientSettings(secrets, binding: .transmitter), try clientSettings(secrets, binding: .receiver)
            )
        }
    }

    private func clientSettings(
        _ secrets: GatewaySecrets,
        binding kind: BindKind
    ) throws(GatewayDescriptionError) -> SMPPClientSettings {
        var settings = SMPPClientSettings(
            host: host,
            port: port,
            security: security,
            session: try sessionSettings(secrets, binding: kind)
        )
        settings.waitForTurnMilliseconds = Self.waitForTurnMilliseconds
        return settings
    }

    private func check() throws(GatewayDescriptionError) {
        guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw GatewayDescriptionError(.malformedValue, field: "host")
        }
        try GatewayDescriptionError.check(port, in: 1...65_535, field: "port")
        let windows = 1...SMPPSessionSettings.maximumWindowSize
        try GatewayDescriptionError.check(window, in: windows, field: "window")
        let rates = 1...SMPPSessionSettings.maximumSubmitsPerSecond
        try GatewayDescriptionError.check(textsPerSecond, in: rates, field: "textsPerSecond")
        try SendingBounds.check(maximumSegments: maximumSegments)
        try source.numbering.check(field: "source")
        try destination.check(field: "destination", refusing: .alphanumeric)
        try addressRange.numbering.check(field: "addressRange")
    }

    private func sessionSettings(
        _ secrets: GatewaySecrets,
        binding kind: BindKind
    ) throws(GatewayDescriptionError) -> SMPPSessionSettings {
        guard let password = secrets[passwordSecret] else {
            throw GatewayDescriptionError(.missingSecret, field: "passwordSecret", detail: passwordSecret)
        }
        let served = addressRange.numbering.told(SMPPAddress(value: addressRange.expression))
        let bind = BindRequest(
            systemID: systemID,
            password: password,
            systemType: systemType,
            typeOfNumber: served.typeOfNumber,
            numberingPlan: served.numberingPlan,
            addressRange: served.value
        )
        do throws(PDUEncodingError) {
            var settings = try SMPPSessionSettings(bind: bind, kind: kind)
            settings.windowSize = window
            settings.submitsPerSecond = textsPerSecond
            settings.submitTimeoutMilliseconds = Self.submitTimeoutMilliseconds
            return settings
        } catch {
            throw mistake(error)
        }
    }

    private func mistake(_ error: PDUEncodingError) -> GatewayDescriptionError {
        switch error {
        case .tooLong(.password, _), .notEncodable(.password):
            GatewayDescriptionError(.unusableSecret, field: "passwordSecret", detail: passwordSecret)
        case .tooLong(.systemType, _), .notEncodable(.systemType):
            GatewayDescriptionError(.malformedValue, field: "systemType", detail: "at most 12 characters")
        case .tooLong(.addressRange, _), .notEncodable(.addressRange):
            GatewayDescriptionError(.malformedValue, field: "addressRange.expression", detail: "at most 40 characters")
        case .tooLong, .notEncodable, .pduTooLong:
            GatewayDescriptionError(.malformedValue, field: "systemID", detail: "at most 15 characters")
        }
    }

    private var security: SMPPSecurity {
        switch tls {
        case .off: .none
        case .on: .tls
        case .trusting(let file): .tlsTrusting(certificatesFile: file)
        }
    }

    /// The address of the sender.
    ///
    /// - Throws: ``GatewayDescriptionError`` for what cannot be one.
    func sourceAddress() throws(GatewayDescriptionError) -> SMPPAddress {
        let address: SMPPAddress? =
            switch source.kind {
            case .brandName: .brandName(source.value)
            case .shortCode: .shortCode(source.value)
            case .international: .international(source.value)
            }
        guard let address else { throw GatewayDescriptionError(.malformedValue, field: "source.value") }
        return source.numbering.told(address)
    }

    /// How ids are compared.
    var matching: MessageIDMatching {
        switch messageIDs {
        case .exact: .exact
        case .ignoringZerosAndCase: .ignoringZerosAndCase
        case .hexadecimalAnswer: .hexadecimalAnswer
        case .hexadecimalReceipt: .hexadecimalReceipt
        }
    }

    /// The default alphabet for reading.
    var alphabet: TextAlphabet {
        switch smscDefault {
        case .gsm7: .gsm7
        case .ascii: .ascii
        case .latin1: .latin1
        }
    }
}

extension SMPPDescription.Numbering {
    /// The types of number that the protocol knows; the others are reserved.
    private static let types = 0...6
    /// The numbering plans that the protocol knows; the others are reserved.
    private static let plans = [0, 1, 3, 4, 6, 8, 9, 10, 14, 18]

    /// Holds the numbers to those that the protocol knows.
    ///
    /// - Parameters:
    ///   - field: The address that they tell.
    ///   - refused: A type that this address can never have.
    /// - Throws: ``GatewayDescriptionError`` `outOfRange`.
    func check(field: String, refusing refused: TypeOfNumber? = nil) throws(GatewayDescriptionError) {
        let types = Self.types.filter { $0 != refused.map { Int($0.rawValue) } }
        for (name, number, known) in [("typeOfNumber", type, types), ("numberingPlan", plan, Self.plans)] {
            guard let number, !known.contains(number) else { continue }
            let detail = known.map(String.init).joined(separator: ", ")
            throw GatewayDescriptionError(.outOfRange, field: "\(field).\(name)", detail: detail)
        }
    }

    /// An address told by these numbers, and by its own where there is none.
    func told(_ address: SMPPAddress) -> SMPPAddress {
        var told = address
        if let type { told.typeOfNumber = TypeOfNumber(rawValue: UInt8(clamping: type)) }
        if let plan { told.numberingPlan = NumberingPlan(rawValue: UInt8(clamping: plan)) }
        return told
    }
}
