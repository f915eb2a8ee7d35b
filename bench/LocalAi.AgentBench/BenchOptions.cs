using System.Globalization;

namespace LocalAi.AgentBench;

/// <summary>How long each measurement is.</summary>
/// <param name="Requests">Requests per target for the time to the first token.</param>
/// <param name="Tokens">Tokens of each paced answer.</param>
/// <param name="UnpacedSeconds">How long each target is driven as fast as it goes.</param>
internal sealed record BenchOptions(int Requests, int Tokens, double UnpacedSeconds)
{
    public static bool TryParse(string[] args, out BenchOptions options, out string error)
    {
        options = new(Requests: 300, Tokens: 500, UnpacedSeconds: 8);
        error = "";
        for (var index = 0; index < args.Length; index += 2)
        {
            var value = double.TryParse(args.ElementAtOrDefault(index + 1), CultureInfo.InvariantCulture, out var number) && number >= 1 ? number : 0;
            switch (args[index], value)
            {
                case (_, 0): break;
                case ("--requests", _): options = options with { Requests = (int)value }; continue;
                case ("--tokens", _): options = options with { Tokens = (int)value }; continue;
                case ("--unpaced-seconds", _): options = options with { UnpacedSeconds = value }; continue;
            }

            error = $"'{args[index]}' is not understood; allowed are --requests N, --tokens N and --unpaced-seconds N, each at least 1.";
            return false;
        }

        return true;
    }
}
