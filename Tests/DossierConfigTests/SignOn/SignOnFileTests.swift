import DossierConfig
import Testing

/// The files of `signon/`, right and wrong.
@Suite("A provider of single sign-on")
struct SignOnFileTests {
    private static let file = "signon/example.yaml"

    @Test("is none unless one is named")
    func none() throws {
        #expect(try ConfigSandbox().load().signOn == nil)
    }

    @Test("is read whole where it is named")
    func named() throws {
        let file = try #require(try ConfigSandbox().load(overrides: ["signOn.provider": "example"]).signOn)
        #expect(file.issuer == "https://sso.example.vn")
        #expect(file.secretName == "SIGNON_EXAMPLE_SECRET")
        #expect(file.scopes == ["openid", "profile"])
        #expect(file.algorithms == ["RS256", "ES256"])
        #expect(file.accessTokens?.clients == ["cong-dich-vu"])
        #expect(file.rules.map(\.role) == ["admin", "desk", "head", "officer"])
        #expect(file.rules[3].unitClaim == ["department"])
        #expect(file.maximumAgeMinutes == nil)
    }

    @Test("has modest defaults for what is left out")
    func defaults() throws {
        let sandbox = try ConfigSandbox()
        try sandbox.write(
            """
            version: 1
            name: small
            issuer: "http://127.0.0.1:9400"
            clientID: motcua
            redirect: "http://localhost:8080/api/v1/oidc/callback"
            nameMark: "sso-"
            rules:
              - claim: [groups]
                values: [x]
                role: admin

            """,
            to: "signon/small.yaml"
        )
        let file = try #require(try sandbox.load(overrides: ["signOn.provider": "small"]).signOn)
        #expect(file.secretName == nil)
        #expect(file.scopes == ["openid"])
        #expect(file.algorithms == ["RS256", "ES256"])
        #expect(file.clockSkewSeconds == 60)
        #expect(file.makesAccounts)
        #expect(file.nameClaim == ["preferred_username"])
        #expect(file.accessTokens == nil)
    }

    @Test(
        "is refused with its field and the remedy",
        arguments: [
            ("issuer: \"https:", "issuer: \"http:", "issuer", "https://"),
            ("issuer: \"https://sso.example.vn", "issuer: \"http://127.example.vn", "issuer", "https://"),
            ("issuer: \"https://sso.example.vn", "issuer: \"https://a@sso.example.vn", "issuer", "https://"),
            ("issuer: \"https://sso.example.vn", "issuer: \"https://sso.example.vn?x", "issuer", "https://"),
            ("redirect: \"https:", "redirect: \"http:", "redirect", "https://"),
            ("audience: \"https://motcua.example.vn/api\"", "audience: motcua", "accessTokens.audience", "otherwise"),
            ("scopes: [openid, profile]", "scopes: [profile]", "scopes", "add it"),
            ("algorithms: [RS256", "algorithms: [HS256", "algorithms[0]", "one of"),
            ("algorithms: [RS256", "algorithms: [none", "algorithms[0]", "one of"),
            ("unit: BPMC-H", "unit: BPMC-H\n    unitClaim: [x]", "rules[1].unitClaim", "leave one out"),
            ("role: desk", "role: boss", "rules[1].role", "one of"),
            ("nameMark: \"sso.\"", "nameMark: \"\"", "nameMark", "small letters"),
            ("clientID: motcua", "clientSecret: bi-mat", "clientSecret", "not known"),
        ]
    )
    func slips(_ old: String, _ new: String, _ path: String, _ says: String) throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace(old, with: new, in: Self.file)
        let defects = try sandbox.defects()
        let found = defects.filter { $0.file == Self.file && $0.path == path }
        #expect(found.contains { $0.description.contains(says) }, "\(defects)")
    }

    @Test("that is named has to be there")
    func missing() throws {
        let defects = try ConfigSandbox().defects(overrides: ["signOn.provider": "khac"])
        #expect(defects.contains { $0.description.contains("signon/khac.yaml") })
    }
}
