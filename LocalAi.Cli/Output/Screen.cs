using System.Text.Json;
using Spectre.Console;

namespace LocalAi.Cli.Output;

/// <summary>Tables for people, JSON for programs.</summary>
internal static class Screen
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A console of the context's width.</summary>
    public static IAnsiConsole Of(CliContext context)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(context.Out),
            Ansi = context.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = context.Ansi ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = context.Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>A table with a header line and no frame, so that 80 columns hold the numbers.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        return table;
    }

    /// <summary><paramref name="value"/> as indented JSON with the API's names.</summary>
    public static Task WriteJsonAsync<T>(CliContext context, T value) => context.Out.WriteLineAsync(JsonSerializer.Serialize(value, Json));
}
