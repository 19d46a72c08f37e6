// One request, whatever becomes of it.

const PATIENCE = 15000; // a request without an answer is given up and sent again

/* {status, body, retryAfter}; status 0 stands for everything that is not an answer of our server: no network, no answer
 * in time, the sign-in page of a hotel's Wi-Fi. */
export async function request(url, options, controller = new AbortController()) {
  const giveUp = setTimeout(() => controller.abort(), PATIENCE);
  const headers = { "Content-Type": "application/json", ...options.headers };
  try {
    const response = await fetch(url, {
      ...options,
      headers,
      cache: "no-store",
      redirect: "error",
      signal: controller.signal,
    });
    const body = await response.json().catch(() => null);
    const retryAfter = Math.min(Number(response.headers.get("Retry-After")) || 0, 60);
    return { status: response.ok && !body ? 0 : response.status, body: body || {}, retryAfter };
  } catch {
    return { status: 0, body: {}, retryAfter: 0 };
  } finally {
    clearTimeout(giveUp);
  }
}

export const isPassing = (status) => status === 0 || status === 408 || status === 429 || status >= 500;
