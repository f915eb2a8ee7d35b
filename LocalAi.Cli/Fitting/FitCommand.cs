using System.CommandLine;
using LocalAi.Cli.Output;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Gguf;
using LocalAi.Hardware.Queries;

namespace LocalAi.Cli.Fitting;

/// <summary><c>localai fit [MODEL]</c>: what a model needs and how fast it will be; without a model, what suits the machine.</summary>
internal static class FitCommand
{
    public static Command Create(CliContext context)
    {
        var model = new Argument<string?>("MODEL") { Description = "Ollama tag (llama3.1:8b) or a .gguf file; without one, models that suit the machine", Arity = ArgumentArity.ZeroOrOne };
        model.Validators.Add(result =>
        {
            // A mistyped option would otherwise be taken for the model.
            if (result.Tokens.Count > 0 && result.Tokens[0].Value.StartsWith('-'))
            {
                result.AddError($"Unrecognized command or argument '{result.Tokens[0].Value}'.");
            }
        });
        var options = new EstimateOptions();
        var command = new Command("fit", "Say whether a model fits, how fast it will be, and what it is good for. Exits 1 when it does not fit.") { model };
        var all = new Option<bool>("--all") { Description = "Without a model: the whole catalogue, not only the models that are recommended" };
        options.AddTo(command);
        command.Add(all);
        command.SetAction((parsed, cancellationToken) => RunAsync(context, options, parsed, parsed.GetValue(model), parsed.GetValue(all), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, EstimateOptions options, ParseResult parsed, string? model, bool all, CancellationToken cancellationToken)
    {
        var query = options.Query(parsed, model);
        var known = model?.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) == true ? GgufReader.ReadModel(model) : null;
        var detected = await context.Detect(cancellationToken);
        if (model is null)
        {
            var machine = query.FindMachine(detected.Machine);
            return await FitOverview.WriteAsync(context, machine, query.Gpu is null ? detected.Notes : [], all, parsed.GetValue(options.Json));
        }

        var request = query.ToRequest(detected.Machine, known);
        var estimate = Estimator.Estimate(request);
        if (parsed.GetValue(options.Json))
        {
            await Screen.WriteJsonAsync(context, estimate);
        }
        else
        {
            FitTable.Write(Screen.Of(context), request, estimate);
        }

        return estimate.Fit == Fit.None ? ExitCode.Negative : ExitCode.Success;
    }
}
