// A service for the host's tests: tells its environment, is healthy when asked to be, crashes when asked to.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
var healthy = true;
app.MapGet("/health", () => healthy ? Results.Ok() : Results.StatusCode(503));
app.MapGet("/pid", () => Environment.ProcessId);
app.MapGet("/environment", (string name) => Environment.GetEnvironmentVariable(name) ?? "");
app.MapGet("/arguments", () => args);
app.MapPost("/sick", () => { healthy = false; });
app.MapPost("/crash", () => Environment.Exit(3));
Console.WriteLine("The sample service is up.");
app.Run();
