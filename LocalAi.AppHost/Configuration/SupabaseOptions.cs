namespace LocalAi.AppHost.Configuration;

/// <summary>What an operator can say of Supabase, under <c>LocalAi:Supabase</c>.</summary>
internal sealed class SupabaseOptions
{
    /// <summary>Whether anybody may make an account at Supabase's own sign-in; without it Studio makes them.</summary>
    public bool AllowSignUp { get; set; }
}
