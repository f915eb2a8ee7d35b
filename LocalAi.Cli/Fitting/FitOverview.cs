using LocalAi.Cli.Output;
using LocalAi.Hardware.Advice;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;
using Spectre.Console;

namespace LocalAi.Cli.Fitting;

/// <summary>Models on one machine, and advice.</summary>
internal static class FitOverview
{
    public static async Task<int> WriteAsync(CliContext context, Machine machine, IReadOnlyList<string> notes, bool all, bool json)
    {
        var advice = Advisor.Advise(machine);
        var estimates = (all ? ModelCatalogue.All.Where(model => !model.Embedding) : Advisor.Candidates).Select(model => Estimator.Estimate(FitRequest.For(model, machine))).ToList();
        if (json)
        {
            await Screen.WriteJsonAsync(context, new { machine = FitTable.MachineName(machine), notes, models = estimates, advice.Recommendations, advice.Upgrades });
            return ExitCode.Success;
        }

        var console = Screen.Of(context);
        console.Write(new Text(FitTable.MachineName(machine) + "\n"));
        foreach (var note in notes)
        {
            console.Write(new Text(note + "\n"));
        }

        var table = Screen.Table("Model", "Memory", "On", "Tokens/s", "Starts", "Good for");
        foreach (var estimate in estimates)
        {
            var runs = estimate.Fit != Fit.None;
            table.AddRow(
                new Text(estimate.Model),
                new Text(Figures.Gibibytes(estimate.TotalBytes)),
                new Text(Figures.Where(estimate.Fit)),
                new Text(Figures.Speed(estimate.DecodeTokensPerSecond)),
                new Text(runs ? Figures.Start(estimate.TimeToFirstTokenSeconds) : "–"),
                new Text(estimate.Capability));
        }

        foreach (var column in table.Columns)
        {
            column.NoWrap().Padding = new Padding(0, 0, 1, 0);
        }

        table.Columns[^1].Padding = new Padding(0);
        table.Columns[1].RightAligned();
        table.Columns[3].RightAligned();
        table.Columns[4].RightAligned();
        console.Write(table);
        console.Write(new Text("Starts: seconds to the first token after a prompt of 1,024 tokens.\n\n"));
        foreach (var recommendation in advice.Recommendations)
        {
            console.Write(new Text($"{recommendation.Use}: {recommendation.Reason}\n"));
        }

        foreach (var upgrade in advice.Upgrades)
        {
            console.Write(new Text(upgrade.Text + "\n"));
        }

        return ExitCode.Success;
    }
}
