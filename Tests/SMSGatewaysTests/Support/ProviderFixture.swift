import SMSGateways

/// A provider as eSMS is described, at any address.
enum ProviderFixture {
    /// A secret with the characters that JSON would have to escape.
    static let key = #"kho"a\-ESMS"#
    static let secrets = GatewaySecrets(["ESMS_API_KEY": key])

    /// The description.
    static func description(port: Int, scheme: String = "http") -> HTTPGatewayDescription {
        HTTPGatewayDescription(
            name: "esms",
            request: HTTPRequestTemplate(
                url: "\(scheme)://127.0.0.1:\(port)/send",
                headers: ["X-Request": "motcua-{reference}"],
                body: """
                    {"ApiKey":"{secret:ESMS_API_KEY}","Phone":"{to}","Content":"{text}","Brandname":"{sender}",
                    "IsUnicode":"{unicode}","RequestId":"{reference}","Extra":{}}
                    """
            ),
            reply: HTTPReplyRules(
                codePath: "CodeResult",
                codes: ["100": .accepted, "101": .refusesUs, "103": .refusesUs, "104": .rejected, "124": .accepted],
                otherCode: .unknown,
                statuses: [400: .rejected, 401: .refusesUs, 429: .later],
                referencePath: "SMSID"
            ),
            sender: "UBNDTHANGBINH",
            unicode: .flags(gsm7: "0", ucs2: "1"),
            // The longest: a busy machine is slow, which is not what is tried.
            timeoutSeconds: 50
        )
    }

    /// A web service as Viettel's is described, at any address.
    static func webService(port: Int) -> HTTPGatewayDescription {
        HTTPGatewayDescription(
            name: "viettel",
            request: HTTPRequestTemplate(
                url: "http://127.0.0.1:\(port)/bulkapi?wsdl",
                body: """
                    <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
                    xmlns:impl="http://impl.bulkSms.ws/"><soapenv:Header/><soapenv:Body><impl:wsCpMt>
                    <Password>{secret:ESMS_API_KEY}</Password><ReceiverID>{to}</ReceiverID>
                    <ServiceID>{sender}</ServiceID><Content>{text}</Content></impl:wsCpMt></soapenv:Body>
                    </soapenv:Envelope>
                    """,
                escaping: .xml,
                contentType: "text/xml; charset=utf-8"
            ),
            reply: HTTPReplyRules(
                format: .xml,
                codePath: "Envelope.Body.wsCpMtResponse.return.message",
                codes: [
                    "Insert MT_QUEUE: OK": .accepted, "Authenticate:*": .refusesUs, "Check template:*": .rejected,
                    "WRONG_INFORMATION_AUTHENTICATE": .refusesUs,
                ],
                statuses: [401: .refusesUs]
            ),
            sender: "UBNDTHBINH",
            timeoutSeconds: 50
        )
    }
}
