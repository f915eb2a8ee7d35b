using LocalAi.Dashboard;

return await DashboardProgram.RunAsync(args);
