namespace LocalAi.Web.SignIn;

/// <summary>Why a sign-in did not work.</summary>
public enum SignInProblem
{
    /// <summary>It was not tried yet.</summary>
    None,

    /// <summary>The password is not the right one.</summary>
    WrongPassword,

    /// <summary>The form is older than the web UI's last start, or not of this site.</summary>
    Expired,

    /// <summary>There were too many wrong ones.</summary>
    LockedOut,
}
