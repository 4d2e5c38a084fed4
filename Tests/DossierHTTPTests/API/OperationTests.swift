import DossierDomain
import DossierEngine
import HTTPTypes
import Testing

@testable import DossierHTTP

/// The program's operations against `Schema/openapi.yaml`.
@Suite("The document and the program describe one interface")
struct OperationTests {
    @Test("the document names every operation with its method and path, and no other")
    func sameOperations() throws {
        let described = try DescribedInterface().operations.map { "\($0.id) \($0.method) \($0.template)" }
        let known = Operation.allCases.map { "\($0.rawValue) \($0.method.rawValue) \($0.template)" }
        #expect(described.sorted() == known.sorted())
    }

    @Test("the document asks for a token where the program does")
    func sameAccess() throws {
        let open = try DescribedInterface().operations.filter(\.isOpen).map(\.id)
        #expect(open.sorted() == Operation.allCases.filter { !$0.requiresSignIn }.map(\.rawValue).sorted())
    }

    @Test("the document lists the problem codes and the field codes of the program")
    func sameCodes() throws {
        let document = try DescribedInterface()
        #expect(try document.values(of: "ProblemCode").sorted() == ProblemCode.allCases.map(\.rawValue).sorted())
        #expect(
            try document.values(of: "FieldErrorCode").sorted() == FieldError.Code.allCases.map(\.rawValue).sorted()
        )
    }

    @Test("the document lists the rules of who may do what")
    func sameRules() throws {
        let rules = try DescribedInterface().values(of: "AccessRule")
        #expect(rules.sorted() == AccessRule.allCases.map(\.rawValue).sorted())
    }

    @Test("the document lists of what other systems are told")
    func sameTopics() throws {
        let document = try DescribedInterface()
        let texts = NotificationKind.allCases.map { "dossier." + $0.rawValue }
        #expect(try document.values(of: "DossierTopic").sorted() == texts.sorted())
        #expect(try document.values(of: "NoticeTopic").sorted() == NoticeKind.allCases.map(\.topic).sorted())
    }

    @Test("every problem code stands in the document under the status that the program gives it")
    func sameStatuses() throws {
        var checked = 0
        for operation in try DescribedInterface().operations {
            for (status, codes) in operation.codes {
                for name in codes {
                    let code = try #require(ProblemCode(rawValue: name), "\(operation.id) \(name)")
                    #expect(code.status.code == status, "\(operation.id) \(name)")
                    checked += 1
                }
            }
        }
        #expect(checked > 300)
    }

    @Test("every action takes a version and a key, and refuses a key that was used otherwise")
    func actionsTakeConditions() throws {
        let actions = try DescribedInterface().operations.filter { $0.template.contains("/actions/") }
        #expect(actions.count == 16)
        for action in actions {
            #expect(action.parameters.contains("If-Match"), "\(action.id)")
            #expect(action.parameters.contains("Idempotency-Key"), "\(action.id)")
            #expect(action.codes[400]?.contains("idempotency-key-invalid") == true, "\(action.id)")
            #expect(action.codes[422]?.contains("idempotency-key-reused") == true, "\(action.id)")
        }
    }

    @Test("whatever makes something takes a key, and says of an answer given again that it is one")
    func creationsTakeKeys() throws {
        let operations = try DescribedInterface().operations
        // A session is no thing to be had twice: whoever lost its token signs in again.
        let making = operations.filter { $0.makesSomething && $0.id != Operation.signIn.rawValue }
        #expect(making.count == 5, "\(making.map(\.id))")
        for operation in making + operations.filter({ $0.id == Operation.rotateKey.rawValue }) {
            #expect(operation.parameters.contains("Idempotency-Key"), "\(operation.id)")
            #expect(operation.codes[400]?.contains("idempotency-key-invalid") == true, "\(operation.id)")
            #expect(operation.codes[422]?.contains("idempotency-key-reused") == true, "\(operation.id)")
        }
    }

    @Test("whatever needs a token can answer 401, whatever takes a body 413 and 415")
    func commonAnswers() throws {
        for operation in try DescribedInterface().operations {
            if !operation.isOpen {
                #expect(operation.codes[401]?.contains("unauthenticated") == true, "\(operation.id)")
            }
            let bodyless: [Operation] = [.readNotice, .resendMessage, .takeReceipt, .takeText, .retryWebhook]
            let hasNoBody = bodyless.map(\.rawValue).contains(operation.id)
            if operation.method == "POST", !hasNoBody {
                #expect(operation.codes[413] == ["body-too-large"], "\(operation.id)")
                #expect(operation.codes[415] == ["unsupported-media-type"], "\(operation.id)")
            }
        }
    }
}
