using LocalAi.ModelSimulator;
using LocalAi.ModelSimulator.Ollama;
using LocalAi.ModelSimulator.OpenAi;
using LocalAi.ServiceDefaults;
using Microsoft.Extensions.Options;

if (HealthProbe.IsWanted(args))
{
    return await HealthProbe.RunAsync();
}

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults();
    builder.AddModelSimulator();

    var app = builder.Build();
    app.UseSimulatorLabel();
    app.UseOllamaNotFoundPages();
    app.MapDefaultEndpoints();
    app.MapOllamaApi();
    app.MapOpenAiApi();
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException exception)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, exception.Failures));
    return 1;
}
