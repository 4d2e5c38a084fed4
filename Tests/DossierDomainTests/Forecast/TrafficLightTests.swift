import DossierDomain
import Testing
import WorkingCalendar

@Suite struct TrafficLightTests {
    @Test(
        "red past a due moment, yellow from 20 % of the step or 8 hours of the dossier, else green",
        arguments: [
            // A step of 10 h: 20 % are 7,200 s. Seconds left of the step and of the dossier, both in time.
            (36_000, 80_000, false, false, TrafficLight.green), (7_201, 28_801, false, false, .green),
            (7_200, 28_801, false, false, .yellow), (7_201, 28_800, false, false, .yellow),
            (0, 0, false, false, .yellow), (36_000, 80_000, true, false, .red), (36_000, 80_000, false, true, .red),
            (0, 0, true, true, .red),
        ]
    )
    func rule(step: Int, dossier: Int, stepOver: Bool, dossierOver: Bool, light: TrafficLight) throws {
        let left = TimeLeft(
            ofStep: try #require(WorkingTime(seconds: Int64(step))),
            overStep: .zero,
            term: .hours(10),
            ofDossier: try #require(WorkingTime(seconds: Int64(dossier))),
            isStepOverdue: stepOver,
            isDossierOverdue: dossierOver
        )

        #expect(TrafficLight(left) == light)
    }

    @Test(
        "what is left is measured in working time, and a due moment's whole second is in time",
        arguments: [
            // Appraisal of 8 h from Tue 09:30, due on Wed 5 at 09:30; the dossier is due on Fri 7 at 07:30.
            ("2022-01-04 09:30", 28_800, TrafficLight.green), ("2022-01-05 07:53:59", 5_761, .green),
            ("2022-01-05 07:54", 5_760, .yellow), ("2022-01-05 09:30", 0, .yellow),
            ("2022-01-05 09:30:01", -1, .red), ("2022-01-05 10:30", -3_600, .red),
        ]
    )
    func instants(now: String, slack: Int64, light: TrafficLight) throws {
        let calendar = try District.shared().calendar()
        let left = try TimeLeft(
            stepDue: at("2022-01-05 09:30"),
            term: .hours(8),
            calendar: calendar,
            dossierDue: at("2022-01-07 07:30"),
            deskCalendar: calendar,
            now: at(now)
        )

        #expect(left.slackSeconds == slack)
        #expect(TrafficLight(left) == light)
    }
}
