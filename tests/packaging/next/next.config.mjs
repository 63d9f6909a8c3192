// A path with a slash behind it is none of the front's, and it says so itself.
export default { skipTrailingSlashRedirect: true };
