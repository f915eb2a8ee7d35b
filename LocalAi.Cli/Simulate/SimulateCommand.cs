using System.CommandLine;
using System.Globalization;
using LocalAi.Cli.Fitting;
using LocalAi.Cli.Output;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Queries;
using Spectre.Console;

namespace LocalAi.Cli.Simulate;

/// <summary><c>localai simulate --gpu rtx-3090 --model qwen3:14b --users 4</c>: what several users of one model would experience.</summary>
internal static class SimulateCommand
{
    // Ollama's own defaults: four requests at once where memory allows, 512 waiting.
    private const int DefaultSlots = 4;
    private const int DefaultQueue = 512;
    private const int DefaultAnswerTokens = 256;
    private const int MaximumUsers = 1000;

    public static Command Create(CliContext context)
    {
        var model = new Option<string?>("--model") { Description = "Ollama tag", HelpName = "TAG", Required = true };
        var users = new Option<string?>("--users") { Description = "Users at the same time [default: 1]", HelpName = "N" };
        var queue = new Option<string?>("--max-queue") { Description = "Requests that may wait, OLLAMA_MAX_QUEUE [default: 512]", HelpName = "N" };
        var answer = new Option<string?>("--answer") { Description = "Answer length [default: 256]", HelpName = "TOKENS" };
        var options = new EstimateOptions();
        var command = new Command("simulate", "Say what several users of one model would experience. --parallel is OLLAMA_NUM_PARALLEL [default: 4 or the users].") { model, users, queue, answer };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var count = Number("users", parsed.GetValue(users), 1, MaximumUsers, 1);
            var waiting = Number("maxQueue", parsed.GetValue(queue), 0, int.MaxValue, DefaultQueue);
            var query = options.Query(parsed, parsed.GetValue(model));
            query = query with { Parallel = query.Parallel ?? Math.Min(count, DefaultSlots).ToString(CultureInfo.InvariantCulture) };
            var request = query.ToRequest((await context.Detect(cancellationToken)).Machine);
            var tokens = Number("answer", parsed.GetValue(answer), 1, 100_000, DefaultAnswerTokens);
            return await WriteAsync(context, request, count, waiting, tokens, parsed.GetValue(options.Json));
        });
        return command;
    }

    private static async Task<int> WriteAsync(CliContext context, FitRequest request, int users, int queue, int answerTokens, bool json)
    {
        var estimate = Estimator.Estimate(request);
        if (request.Model.Embedding)
        {
            throw new EstimateQueryException("model", $"{request.Model.Tag} returns vectors and generates no text to simulate.");
        }

        if (estimate.Fit == Fit.None)
        {
            await context.Error.WriteLineAsync($"{request.Model.Tag}: {estimate.Notes[0]}");
            return ExitCode.Negative;
        }

        var result = LoadSimulation.Run(Estimator.Timing(request), users, request.ParallelRequests, queue, request.PromptTokens, answerTokens);
        if (json)
        {
            await Screen.WriteJsonAsync(context, new { estimate, result });
            return ExitCode.Success;
        }

        var table = Screen.Table(Figures.Text($"{request.Model.Tag}, {users} {(users == 1 ? "user" : "users")}"), "");
        Row("Machine", FitTable.MachineName(request.Machine));
        Row("Memory", $"{Figures.Gibibytes(estimate.TotalBytes)}, runs on {Figures.Where(estimate.Fit)}");
        Row("Each user", Figures.Text($"{result.TokensPerSecondPerUser:0.#} tokens/s"));
        Row("Together", Figures.Text($"{result.TokensPerSecondTotal:0.#} tokens/s"));
        Row("First token", $"after {Figures.Seconds(result.TimeToFirstTokenSeconds)}, at worst {Figures.Seconds(result.SlowestFirstTokenSeconds)}");
        Row("Queue", Figures.Text($"{result.WaitingUsers} waiting, {result.QueueSeconds:0.##} s on average"));
        if (result.RefusedUsers > 0)
        {
            Row("Refused", Figures.Text($"{result.RefusedUsers} users get 503: the queue of {queue} is full"));
        }

        var console = Screen.Of(context);
        console.Write(table);
        console.Write(new Text(Figures.Text($" Prompts of {request.PromptTokens:N0} and answers of {answerTokens:N0} tokens, {request.ParallelRequests} at once, no pause between requests.\n")));
        return ExitCode.Success;

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    private static int Number(string field, string? text, int minimum, int maximum, int whenAbsent) => text is null
        ? whenAbsent
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw new EstimateQueryException(field, Figures.Text($"{field} is '{text}'; allowed: {minimum} to {maximum:N0}."));
}
