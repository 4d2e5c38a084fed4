import DossierDomain
import DossierEngine
import DossierTestKit
import Foundation
import Testing

@testable import motcua

/// The question of what other staff would change.
struct WhatIfTests {
    @Test("more officers at the land registry make fewer dossiers late there, and the database is only read")
    func landRegistry() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            for _ in 0..<25 {
                let code = try #require(try await desk.register("1.004199").string("code"))
                try await desk.complete("intake", of: code)
            }
        }
        let before = try Data(contentsOf: URL(filePath: folder.database))
        var question = try WhatIf(database: folder.database, configuration: try ShippedDistrict.configuration())
        question.plan.days = 20
        question.plan.dossiersPerDay = 1
        var changed = question.plan
        changed.officers["CNVPDK"] = 12

        let present = try await question.futures(question.plan, seeds: 2, name: "present staff")
        let staffed = try await question.futures(changed, seeds: 2, name: "twelve at the land registry")

        // A demo has one officer there. He needs about half of the 28 hours of a step: 25 of them are some 350 hours of
        // work where 56 are left. Twelve officers do two each, some 30 hours.
        #expect(question.plan.officers["CNVPDK"] == 1)
        let late = present.lateByUnit["CNVPDK"] ?? 0
        #expect(late >= 20)
        #expect((staffed.lateByUnit["CNVPDK"] ?? 0) * 2 < late)
        #expect(try Data(contentsOf: URL(filePath: folder.database)) == before)
    }
}
