<?php
// A front for Subshare in one file of PHP, without a framework: copy it, have your server send `/subshare/*` to it (but for /subshare/dist, which
// is files), and set what `configuration()` reads. It does what `subshare/server` does, but for the line that all readers have in common: each
// browser then goes by the API's own rate limit headers. Needs PHP 8.1 with curl and openssl. To try it:
//
//   SUBSHARE_BASE_URL=… SUBSHARE_TOKEN_URL=… SUBSHARE_AUTHORIZE_URL=… SUBSHARE_CLIENT_ID=… SUBSHARE_CLIENT_SECRET=… \
//     SUBSHARE_SECRETS=… php -S 127.0.0.1:8080 front.php
//
// In WordPress or Drupal: call `subshare_front()` from a route of your own. Where your session has the reader's token, put it into `reader()`.
declare(strict_types=1);

/** What the front is to know. A secret has 32 characters at least; the first closes cookies, the others still open them. */
function configuration(): array
{
    static $kept;
    $secrets = array_filter(explode(',', (string) getenv('SUBSHARE_SECRETS')));
    foreach ($secrets as $secret) {
        if (strlen($secret) < 32) throw new RuntimeException('SUBSHARE_SECRETS: 32 characters at least');
    }
    $kept ??= [
        'api' => rtrim((string) getenv('SUBSHARE_BASE_URL'), '/'),
        'tokenUrl' => (string) getenv('SUBSHARE_TOKEN_URL'),
        'authorizeUrl' => (string) getenv('SUBSHARE_AUTHORIZE_URL'),
        'logoutUrl' => (string) getenv('SUBSHARE_LOGOUT_URL'),
        'clientId' => (string) getenv('SUBSHARE_CLIENT_ID'),
        'clientSecret' => (string) getenv('SUBSHARE_CLIENT_SECRET'),
        'secrets' => array_values($secrets),
        // Your own origin as browsers see it; needed behind a proxy that ends TLS.
        'origin' => getenv('SUBSHARE_ORIGIN') ?: (empty($_SERVER['HTTPS']) ? 'http://' : 'https://') . $_SERVER['HTTP_HOST'],
        'path' => getenv('SUBSHARE_PATH') ?: '/subshare',
        'timeout' => (int) (getenv('SUBSHARE_TIMEOUT') ?: 15), // seconds that the API may be silent
        'lasts' => 30 * 86400,
        // What a renewal brought is kept here for a minute, encrypted, for requests that are under way.
        'folder' => getenv('SUBSHARE_FOLDER') ?: sys_get_temp_dir(),
    ];
    foreach (['api', 'tokenUrl', 'authorizeUrl', 'clientId', 'clientSecret'] as $needed) {
        if ($kept[$needed] === '') throw new RuntimeException("the setting $needed is missing");
    }
    if (!$kept['secrets']) throw new RuntimeException('SUBSHARE_SECRETS is missing');
    return $kept;
}

// The core's endpoint table (core/include/subshare/endpoint.hpp; a test holds this to it): method, path, user or client mode.
const OPERATIONS = [
    'sendInvitation' => ['POST', '/v1/subscription/share/invitation', 'user'],
    'acceptInvitation' => ['PATCH', '/v1/subscription/share/invitation', 'user'],
    'declineInvitation' => ['PATCH', '/v1/client/subscription/share/invitation', 'client'],
    'listShareRules' => ['GET', '/v1/customer/product/share/rule/{productCode}', 'user'],
    'listDistributionLevels' => ['GET', '/v1/subscription/share/distribution/level/{productCode}', 'user'],
    'changeInvitationDetails' => ['PATCH', '/v1/subscription/share/invitation/data', 'user'],
    'listSharedSubscribers' => ['GET', '/v1/subscription/share', 'user'],
    'cancelSharing' => ['PATCH', '/v1/subscription/share', 'user'],
    'listNets' => ['GET', '/v1/subscription/share/net', 'user'],
    'changeNets' => ['POST', '/v1/subscription/share/net', 'user'],
    'changeDistributionLevel' => ['PATCH', '/v1/subscription/share/distribution/level', 'user'],
    // None of the eleven, and read-only.
    'listSubscriptions' => ['GET', '/v1/subscription', 'user'],
];

/** An answer, thrown from wherever it is known. */
final class Answer extends Exception
{
    public function __construct(public int $status, public ?string $body, public array $headers = [])
    {
        parent::__construct();
    }
}

function answer(int $status, array $body, array $headers = []): Answer
{
    return new Answer($status, json_encode($body, JSON_UNESCAPED_SLASHES), ['Content-Type' => 'application/json'] + $headers);
}
function refuse(int $status, string $type, string $message, array $headers = []): Answer
{
    return answer($status, ['exceptionType' => $type, 'errorMessage' => $message], $headers);
}
function login_required(): Answer
{
    return answer(401, ['error' => 'login_required', 'error_description' => 'nobody is logged in']);
}
function go(string $to, int $status = 302): Answer
{
    return new Answer($status, null, ['Location' => $to]);
}

/** What every answer has: it is for this reader alone, for this moment, and for this origin's pages. */
function send_head(int $status, array $headers): void
{
    http_response_code($status);
    header_remove('X-Powered-By');
    header('Cache-Control: no-store');
    header('X-Content-Type-Options: nosniff');
    header('Referrer-Policy: no-referrer');
    header('Cross-Origin-Resource-Policy: same-origin');
    header("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; sandbox");
    foreach ($headers as $name => $value) header("$name: $value");
    // PHP would say that it is HTML.
    if (!isset($headers['Content-Type'])) {
        ini_set('default_mimetype', '');
        header_remove('Content-Type');
    }
}

// --- Cookies, encrypted: nobody reads what is in them, or makes one up.

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}
function key_of(string $secret): string
{
    return hash_hkdf('sha256', $secret, 32, 'subshare cookie');
}

/** `$use` keeps what was made for one purpose from being taken for another. */
function seal(string $use, array $content, int $seconds): string
{
    $secret = configuration()['secrets'][0];
    $iv = random_bytes(12);
    $text = json_encode($content + ['exp' => time() + $seconds]);
    $cipher = openssl_encrypt($text, 'aes-256-gcm', key_of($secret), OPENSSL_RAW_DATA, $iv, $tag, $use);
    return base64url($iv . $tag . $cipher);
}
function unseal(string $use, ?string $text): ?array
{
    $bytes = $text === null ? false : base64_decode(strtr($text, '-_', '+/'), true);
    if ($bytes === false || strlen($bytes) < 29) return null;
    foreach (configuration()['secrets'] as $secret) {
        $plain = openssl_decrypt(substr($bytes, 28), 'aes-256-gcm', key_of($secret), OPENSSL_RAW_DATA, substr($bytes, 0, 12), substr($bytes, 12, 16), $use);
        if ($plain === false) continue;
        $content = json_decode($plain, true);
        return $content['exp'] > time() ? $content : null;
    }
    return null;
}

function is_secure(): bool
{
    return str_starts_with(configuration()['origin'], 'https:');
}
function session_name_(): string
{
    return is_secure() ? '__Host-subshare' : 'subshare';
}
function put_cookie(string $name, string $value, string $path, int $seconds): void
{
    $secure = is_secure() ? '; Secure' : '';
    header("Set-Cookie: $name=$value; Path=$path; Max-Age=$seconds; HttpOnly; SameSite=Lax$secure", false);
}

// --- The login host.

/** Null where it refused; an answer is thrown where it did not answer. */
function ask_for_tokens(array $form): ?array
{
    $c = configuration();
    $curl = curl_init($c['tokenUrl']);
    curl_setopt_array($curl, [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => http_build_query($form),
        CURLOPT_USERPWD => urlencode($c['clientId']) . ':' . urlencode($c['clientSecret']),
        CURLOPT_HTTPHEADER => ['Accept: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => $c['timeout'],
    ]);
    $text = curl_exec($curl);
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $body = is_string($text) ? json_decode($text, true) : null;
    if ($status === 400 && ($body['error'] ?? '') === 'invalid_grant') return null;
    $token = $body['access_token'] ?? null;
    if ($status !== 200 || !is_string($token) || !preg_match('/^[\x21-\x7e]+$/', $token)) {
        throw refuse(502, 'FrontTrouble', 'the login host did not answer');
    }
    $life = (int) ($body['expires_in'] ?? 0);
    return ['access' => $token, 'refresh' => $body['refresh_token'] ?? null, 'until' => $life ? time() + $life - 20 : 0];
}

/**
 * Does something once for all who ask for it within a minute, in whatever process: a login host that rotates refresh tokens gives the next one
 * once. What came of it is kept encrypted.
 */
function once(string $what, callable $make, ?callable $fits = null): ?array
{
    $file = configuration()['folder'] . '/subshare-' . hash('sha256', $what . configuration()['secrets'][0]);
    $handle = fopen($file, 'c+');
    chmod($file, 0600);
    flock($handle, LOCK_EX);
    try {
        $kept = unseal('once', stream_get_contents($handle) ?: null);
        if ($kept && (!$fits || $fits($kept))) return $kept;
        $made = $make();
        if ($made) {
            ftruncate($handle, 0);
            rewind($handle);
            fwrite($handle, seal('once', $made, $what === 'client' ? 3600 : 60));
            fflush($handle);
        }
        return $made;
    } finally {
        flock($handle, LOCK_UN);
        fclose($handle);
        if (random_int(0, 99) === 0) {
            foreach (glob(dirname($file) . '/subshare-*') ?: [] as $old) if (@filemtime($old) < time() - 7200) @unlink($old);
        }
    }
}

function client_token(?string $refused): string
{
    $make = fn() => ask_for_tokens(['grant_type' => 'client_credentials', 'scope' => 'read']);
    $fits = fn(array $kept) => $kept['access'] !== $refused && (!$kept['until'] || $kept['until'] > time());
    $tokens = once('client', $make, $fits) ?? throw refuse(502, 'FrontTrouble', 'the login host gives the client no token');
    return $tokens['access'];
}

/** The reader's token and name; null where nobody is logged in. `$refused`: what a 401 was the answer to, or true for whichever there is. */
function reader(string|bool $refused = false): ?array
{
    $session = unseal('session', $_COOKIE[session_name_()] ?? null);
    if (!$session) return null;
    $is_good = $refused === false && (!$session['until'] || $session['until'] > time());
    if ($is_good) return $session;
    if (!$session['refresh']) return null;
    $made = once('renewal ' . $session['access'], function () use ($session) {
        $tokens = ask_for_tokens(['grant_type' => 'refresh_token', 'refresh_token' => $session['refresh']]);
        return $tokens ? ['refresh' => $tokens['refresh'] ?? $session['refresh']] + $tokens : null;
    });
    if (!$made || $made['access'] === $refused) return null;
    $next = ['access' => $made['access'], 'refresh' => $made['refresh'], 'until' => $made['until'], 'id' => $session['id']];
    put_cookie(session_name_(), seal('session', $next, configuration()['lasts']), '/', configuration()['lasts']);
    return $next;
}

/** A path of this site to go back to; the front page for whatever is none. */
function own_path(mixed $text): string
{
    return is_string($text) && preg_match('#^/(?![/\\\\])[^\x00-\x20\\\\\x7f]*$#', $text) ? $text : '/';
}

function start_login(): Answer
{
    $c = configuration();
    $state = base64url(random_bytes(24));
    $verifier = base64url(random_bytes(32));
    $attempt = seal('attempt', ['state' => $state, 'verifier' => $verifier, 'back' => own_path($_GET['return'] ?? '/')], 600);
    put_cookie((is_secure() ? '__Secure-' : '') . 'subshare-login-' . substr($state, 0, 12), $attempt, "{$c['path']}/callback", 600);
    return go($c['authorizeUrl'] . (str_contains($c['authorizeUrl'], '?') ? '&' : '?') . http_build_query([
        'response_type' => 'code', 'client_id' => $c['clientId'], 'redirect_uri' => "{$c['origin']}{$c['path']}/callback", 'scope' => 'read',
        'state' => $state, 'code_challenge' => base64url(hash('sha256', $verifier, true)), 'code_challenge_method' => 'S256',
    ]));
}

function finish_login(): Answer
{
    $c = configuration();
    $state = is_string($_GET['state'] ?? null) ? $_GET['state'] : '';
    $name = (is_secure() ? '__Secure-' : '') . 'subshare-login-' . substr($state, 0, 12);
    $attempt = unseal('attempt', $_COOKIE[$name] ?? null);
    if (!$attempt || !hash_equals($attempt['state'], $state)) {
        return answer(400, ['error' => 'login_not_begun_here', 'error_description' => 'This login has expired, or was begun in another browser.']);
    }
    put_cookie($name, '', "{$c['path']}/callback", 0);
    $code = is_string($_GET['code'] ?? null) ? $_GET['code'] : null;
    $tokens = $code === null ? null : ask_for_tokens([
        'grant_type' => 'authorization_code', 'code' => $code, 'redirect_uri' => "{$c['origin']}{$c['path']}/callback", 'code_verifier' => $attempt['verifier'],
    ]);
    // Another name for every login, so that no two readers have one in common.
    if ($tokens) put_cookie(session_name_(), seal('session', $tokens + ['id' => base64url(random_bytes(24))], $c['lasts']), '/', $c['lasts']);
    return go(own_path($attempt['back']));
}

function log_out(): Answer
{
    $c = configuration();
    put_cookie(session_name_(), '', '/', 0);
    $back = own_path($_GET['return'] ?? '/');
    return go($c['logoutUrl'] ? $c['logoutUrl'] . '?' . http_build_query(['returnUrl' => $c['origin'] . $back]) : $back, 303);
}

// --- What is let in.

/** Why a request is none of this site's pages'; null where it is. */
function strangeness(): ?string
{
    $from = $_SERVER['HTTP_ORIGIN'] ?? null;
    $site = $_SERVER['HTTP_SEC_FETCH_SITE'] ?? null;
    if ($from !== null && $from !== configuration()['origin']) return 'another origin';
    if ($site !== null && $site !== 'same-origin') return 'another site';
    if (($_SERVER['HTTP_SEC_FETCH_MODE'] ?? '') === 'navigate') return 'a navigation';
    if ($_SERVER['REQUEST_METHOD'] !== 'GET' && $from === null) return 'no origin';
    return null;
}

/** At most so many code points; trimmed, without control characters. */
function is_text(mixed $value, int $most): bool
{
    return is_string($value) && preg_match('/^(?!\s)[^\p{Cc}]{1,' . $most . '}(?<!\s)$/uD', $value) === 1;
}

/** The shapes of the contract (tests/contract/schemas.json). */
function fits(string $operation, mixed $body): bool
{
    if (!$body instanceof stdClass) return false;
    $b = get_object_vars($body);
    $only = fn(array $needed, array $others = []) => !array_diff($needed, array_keys($b)) && !array_diff(array_keys($b), $needed, $others);
    $names = fn() => (!isset($b['firstName']) || is_text($b['firstName'], 30)) && (!isset($b['lastName']) || is_text($b['lastName'], 30))
        && !in_array(null, $b, true);
    $change = fn(string $type) => $only(['shareCode', 'changeType']) && is_text($b['shareCode'], 255) && $b['changeType'] === $type;
    return match ($operation) {
        'sendInvitation' => $only(['contact', 'contactType', 'productCode'], ['firstName', 'lastName']) && $names() && is_text($b['productCode'], 12)
            && is_string($b['contact']) && match ($b['contactType']) {
                'A' => strlen($b['contact']) <= 254 && preg_match('/^[a-zA-Z0-9.!#$%&\'*+\/=?^_`{|}~-]{1,64}@(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/D', $b['contact']) === 1,
                'B' => preg_match('/^\+[1-9][0-9]{6,14}$/D', $b['contact']) === 1,
                default => false,
            },
        'acceptInvitation' => $change('ACCEPT'),
        'declineInvitation' => $change('DECLINE'),
        'cancelSharing' => $change('CANCEL'),
        'changeInvitationDetails' => $only(['shareCode'], ['firstName', 'lastName']) && count($b) > 1 && is_text($b['shareCode'], 255) && $names(),
        'changeDistributionLevel' => $only(['productCode', 'distributionLevel']) && is_text($b['productCode'], 12) && is_text($b['distributionLevel'], 1000),
        'changeNets' => $only(['nets']) && is_array($b['nets']) && array_reduce($b['nets'], fn(bool $all, mixed $net) => $all && is_net($net), true),
        default => false,
    };
}

/** Members that nobody knows yet go on as they came. */
function is_net(mixed $net): bool
{
    if (!$net instanceof stdClass || !is_bool($net->loginRequired ?? null) || !is_array($net->ipRanges ?? null) || !is_array($net->domains ?? null)) return false;
    foreach (['startTime', 'endTime'] as $time) if (isset($net->$time) && (!is_int($net->$time) || $net->$time < 0)) return false;
    foreach ($net->ipRanges as $range) {
        [$from, $to] = [$range->ipRangeStart ?? null, $range->ipRangeEnd ?? null];
        if (!is_string($from) || !is_string($to)) return false;
        if (!filter_var($from, FILTER_VALIDATE_IP) || !filter_var($to, FILTER_VALIDATE_IP) || str_contains($from, ':') !== str_contains($to, ':')) return false;
    }
    foreach ($net->domains as $domain) {
        if (!is_string($domain->domain ?? null) || !preg_match('/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/D', $domain->domain)) return false;
    }
    return $net->ipRanges !== [] || $net->domains !== [];
}

/** The body as it goes on; null where the operation has none. */
function body_of(string $operation): ?string
{
    if (OPERATIONS[$operation][0] === 'GET') return null;
    $type = strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0]));
    if ($type !== 'application/json') throw refuse(415, 'FrontContentType', 'Content-Type must be application/json');
    $most = $operation === 'changeNets' ? 1048576 : 8192;
    $text = (string) file_get_contents('php://input', false, null, 0, $most + 1);
    if (strlen($text) > $most) throw refuse(413, 'FrontTooLong', "at most $most bytes");
    $body = json_decode($text, false, 32);
    if (!fits($operation, $body)) throw refuse(400, 'FrontShape', "the body is none of $operation");
    // Written anew, so that what was checked is what the API reads. In networks it would round numbers that nobody knows yet.
    return $operation === 'changeNets' ? $text : json_encode($body, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
}

/** The operation of a path below …/api, and the product code in it. */
function operation_of(string $method, string $path): array
{
    $methods = [];
    foreach (OPERATIONS as $name => [$has, $template]) {
        [$before, $after] = explode('{productCode}', $template) + [1 => null];
        $code = null;
        if ($after === null) {
            if ($path !== $template) continue;
        } else {
            if (!str_starts_with($path, $before) || str_contains(substr($path, strlen($before)), '/')) continue;
            $code = rawurldecode(substr($path, strlen($before)));
            // Dots and slashes would climb out of the path.
            if (!is_text($code, 12) || preg_match('#^\.\.?$|[/\\\\]#', $code)) continue;
        }
        if ($has === $method) return [$name, $code];
        $methods[] = $has;
    }
    throw $methods
        ? refuse(405, 'FrontMethod', 'this path has ' . implode(' and ', $methods), ['Allow' => implode(', ', $methods)])
        : refuse(404, 'FrontNoSuchPath', 'there is no such operation');
}

// --- The call.

/** One request to the API. Its answer is sent on piece by piece, but for a 401, which is only told. */
function pass_on(string $operation, ?string $code, ?string $body, string $token, bool $is_last): bool
{
    [$method, $template] = OPERATIONS[$operation];
    $c = configuration();
    $headers = [];
    $begun = false;
    $status = 0;
    $begin = function () use (&$headers, &$begun, &$status) {
        if ($begun) return;
        $begun = true;
        $told = array_intersect_key($headers, array_flip(['X-Mediaconnect-Api-Version', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After']));
        // Whatever the API sends, it is never a page of this site.
        send_head($status, $status === 204 ? $told : ['Content-Type' => 'application/json'] + $told);
    };
    $names = ['x-mediaconnect-api-version' => 'X-Mediaconnect-Api-Version', 'x-ratelimit-remaining' => 'X-RateLimit-Remaining', 'x-ratelimit-reset' => 'X-RateLimit-Reset', 'retry-after' => 'Retry-After'];
    $curl = curl_init($c['api'] . str_replace('{productCode}', rawurlencode($code ?? ''), $template));
    curl_setopt_array($curl, [
        CURLOPT_CUSTOMREQUEST => $method,
        // Nothing of the reader's request goes along.
        CURLOPT_HTTPHEADER => ["Authorization: Bearer $token", 'Accept: application/json', 'Expect:', ...($body === null ? [] : ['Content-Type: application/json'])],
        CURLOPT_FOLLOWLOCATION => false,
        CURLOPT_CONNECTTIMEOUT => $c['timeout'],
        // A long answer that keeps coming may take longer.
        CURLOPT_LOW_SPEED_LIMIT => 1,
        CURLOPT_LOW_SPEED_TIME => $c['timeout'],
        CURLOPT_HEADERFUNCTION => function ($curl, string $line) use (&$headers, &$status, $names) {
            if (preg_match('#^HTTP/\S+ (\d+)#', $line, $found)) [$status, $headers] = [(int) $found[1], []];
            elseif (str_contains($line, ':')) {
                [$name, $value] = explode(':', trim($line), 2);
                if (isset($names[strtolower($name)])) $headers[$names[strtolower($name)]] = trim($value);
            }
            return strlen($line);
        },
        CURLOPT_WRITEFUNCTION => function ($curl, string $piece) use (&$status, $begin, $is_last) {
            if (($status !== 401 || $is_last) && ($status < 300 || $status >= 400)) {
                $begin();
                echo $piece;
                flush();
            }
            return strlen($piece);
        },
    ]);
    if ($body !== null) curl_setopt($curl, CURLOPT_POSTFIELDS, $body);
    $done = curl_exec($curl);
    if ($done === false && !$begun) {
        $late = curl_errno($curl) === CURLE_OPERATION_TIMEDOUT;
        throw refuse($late ? 504 : 502, 'FrontTrouble', $late ? 'the Connect API was silent for too long' : 'the Connect API did not answer');
    }
    if ($status === 401 && !$is_last) return false;
    if ($status >= 300 && $status < 400) throw refuse(502, 'FrontTrouble', 'the Connect API answered with a redirect');
    $begin();
    return true;
}

function call(string $method, string $path): void
{
    [$operation, $code] = operation_of($method, $path);
    $body = body_of($operation);
    $is_client = OPERATIONS[$operation][2] === 'client';
    $token = $is_client ? client_token(null) : ((reader() ?? throw login_required())['access']);
    if (pass_on($operation, $code, $body, $token, false)) return;
    // Refused, so nothing was done: once more with a new one.
    $token = $is_client ? client_token($token) : ((reader($token) ?? throw login_required())['access']);
    pass_on($operation, $code, $body, $token, true);
}

function route(): void
{
    $c = configuration();
    $path = explode('?', $_SERVER['REQUEST_URI'])[0];
    $method = $_SERVER['REQUEST_METHOD'];
    if (!str_starts_with($path, "{$c['path']}/")) throw refuse(404, 'FrontNoSuchPath', 'there is no such path');
    $rest = substr($path, strlen($c['path']));
    if ("$method $rest" === 'GET /login') throw start_login();
    if ("$method $rest" === 'GET /callback') throw finish_login();
    if ("$method $rest" === 'POST /logout') {
        throw ($_SERVER['HTTP_ORIGIN'] ?? '') === $c['origin'] ? log_out() : refuse(403, 'FrontStrange', 'for the pages of this site only');
    }
    if ($rest !== '/decline' && !str_starts_with($rest, '/api/')) throw refuse(404, 'FrontNoSuchPath', 'there is no such path');
    $strange = strangeness();
    if ($strange) throw refuse(403, 'FrontStrange', "for the pages of this site only: $strange");
    if ($rest === '/api/reader') {
        if ($method !== 'GET') throw refuse(405, 'FrontMethod', 'this path has GET', ['Allow' => 'GET']);
        $reader = reader(($_GET['fresh'] ?? '') === '1') ?? throw login_required();
        throw answer(200, ['reader' => $reader['id'], 'expires_in' => 600]);
    }
    call($method, $rest === '/decline' ? OPERATIONS['declineInvitation'][1] : substr($rest, 4));
}

function subshare_front(): void
{
    try {
        route();
    } catch (Answer $answer) {
        send_head($answer->status, $answer->headers);
        if ($answer->body !== null) echo $answer->body;
    } catch (Throwable $error) {
        // Without what it was about: nothing personal belongs in a log.
        error_log('subshare front: ' . get_class($error) . ' at line ' . $error->getLine());
        send_head(500, ['Content-Type' => 'application/json']);
        echo '{"exceptionType":"FrontError","errorMessage":"the front failed"}';
    }
}

// Called by a route of yours where the file is included; of itself where a server runs it.
if (realpath($_SERVER['SCRIPT_FILENAME'] ?? '') === __FILE__) subshare_front();
