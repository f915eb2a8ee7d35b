using LocalAi.Dashboard;
using LocalAi.ServiceDefaults;

return HealthProbe.IsWanted(args) ? await HealthProbe.RunAsync() : await DashboardProgram.RunAsync(args);
