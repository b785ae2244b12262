// What is heard where nobody sees the screen: whoever stands three metres before a phone's camera. Hints are spoken, seconds beeped.

/** The last beep is higher and longer. */
const BEEP = { tick: { hertz: 660, s: 0.09 }, shot: { hertz: 990, s: 0.35 } };

export class Cue {
  on = true;
  #audio = null;

  /** Browsers let a page be heard only after it was pressed: to be called then. */
  begin() {
    try {
      this.#audio ??= new AudioContext();
      this.#audio.resume().catch(() => {});
    } catch {
      // A device without sound has its screen.
    }
  }

  end() {
    globalThis.speechSynthesis?.cancel();
    this.#audio?.close().catch(() => {});
    this.#audio = null;
  }

  /** `tick` or `shot`. */
  beep(kind) {
    if (!this.on || !this.#audio) return;
    const { hertz, s } = BEEP[kind];
    const now = this.#audio.currentTime;
    const [tone, loudness] = [this.#audio.createOscillator(), this.#audio.createGain()];
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.25, now);
    loudness.gain.exponentialRampToValueAtTime(0.001, now + s);
    tone.connect(loudness).connect(this.#audio.destination);
    tone.start(now);
    tone.stop(now + s);
  }

  /** Says something, by a voice of the device alone: others send away what they are to say. */
  say(words, language) {
    const speech = globalThis.speechSynthesis;
    const voice = speech?.getVoices().find(({ localService, lang }) => localService && lang.toLowerCase().startsWith(language));
    if (!this.on || !voice) return;
    speech.cancel();
    const said = new SpeechSynthesisUtterance(words);
    [said.voice, said.lang] = [voice, voice.lang];
    speech.speak(said);
  }
}
