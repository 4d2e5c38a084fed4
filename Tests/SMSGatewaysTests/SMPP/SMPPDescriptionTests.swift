import SMSGateways
import Testing

/// The mistakes that a description of an SMSC can have.
struct SMPPDescriptionTests {
    private func mistake(
        secrets: [String: String] = ["SMPP": smppPassword],
        _ adjust: (inout SMPPDescription) -> Void
    ) -> GatewayDescriptionError? {
        var description = smppDescription(port: 2775)
        adjust(&description)
        do throws(GatewayDescriptionError) {
            let sinks = GatewaySinks(report: { _ in })
            _ = try SMPPGateway(description, secrets: GatewaySecrets(secrets), sinks: sinks)
            return nil
        } catch {
            return error
        }
    }

    @Test("a whole description has none")
    func whole() {
        #expect(mistake { _ in } == nil)
        #expect(mistake { $0.source = .init(.shortCode, "8088") } == nil)
        #expect(mistake { $0.source = .init(.international, "+84905123456") } == nil)
    }

    @Test("texts have to be what they say")
    func texts() {
        #expect(mistake { $0.host = "" }?.field == "host")
        #expect(mistake { $0.source.value = "Một cửa" }?.field == "source.value")
        #expect(mistake { $0.source = .init(.shortCode, "MOTCUA") }?.field == "source.value")
        #expect(mistake { $0.systemID = "sixteen-letters-" }?.field == "systemID")
        #expect(mistake { $0.systemType = "thirteen-lett" }?.field == "systemType")
        #expect(mistake { $0.tls = .trusting(certificatesFile: "/nowhere/ca.pem") }?.code == .unusableCertificates)
    }

    @Test("numbers have to be in their ranges")
    func numbers() {
        #expect(mistake { $0.port = 0 }?.field == "port")
        #expect(mistake { $0.window = 1001 }?.field == "window")
        #expect(mistake { $0.textsPerSecond = 0 }?.field == "textsPerSecond")
        #expect(mistake { $0.maximumSegments = 256 }?.field == "maximumSegments")
    }

    @Test("types of number and numbering plans have to be those of the protocol")
    func numberings() {
        #expect(mistake { $0.source.numbering = .init(type: 6, plan: 18) } == nil)
        #expect(mistake { $0.source.numbering.type = 7 }?.field == "source.typeOfNumber")
        #expect(mistake { $0.source.numbering.plan = 2 }?.field == "source.numberingPlan")
        #expect(mistake { $0.destination.plan = -1 }?.field == "destination.numberingPlan")
        #expect(mistake { $0.addressRange.numbering.type = -1 }?.field == "addressRange.typeOfNumber")
        #expect(mistake { $0.addressRange.expression = "^8088$" } == nil)
        let long = mistake { $0.addressRange.expression = String(repeating: "8", count: 41) }
        #expect(long?.field == "addressRange.expression")
        // A phone has no brand name.
        let named = mistake { $0.destination.type = 5 }
        #expect(named?.description == "destination.typeOfNumber: is outside its range (0, 1, 2, 3, 4, 6)")
        #expect(named?.vietnamese == "destination.typeOfNumber: nằm ngoài khoảng cho phép (0, 1, 2, 3, 4, 6)")
    }

    @Test("the password has to be there and to fit, and is told in no case")
    func password() {
        #expect(mistake(secrets: [:]) { _ in }?.code == .missingSecret)
        let long = mistake(secrets: ["SMPP": "chin-chuso"]) { _ in }
        #expect(long?.code == .unusableSecret)
        #expect(long?.description.contains("chin-chuso") == false)
    }
}
