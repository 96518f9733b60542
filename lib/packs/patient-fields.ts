import type { Masking } from "./masks";

/** Whose data a field is: its name is one of these words or begins with it. */
const PERSON =
  "(?:patient|customer|member|subscriber|cardholder|policyholder|insured|beneficiary|caregiver|guardian|guarantor|nextofkin|emergencycontact)";
const WHOSE = `(?:${PERSON}|pt|recipient|contact)?`;
const NUMBER = "(?:id|no|nr|num|number|ref|reference|code)";
const MORE = "(?:iso|text|string|str|value|full|yyyymmdd)?\\d*";

/** By the field's name in lower case without signs, the first that fits. */
const FIELDS: readonly (readonly [RegExp, Masking])[] = [
  [
    new RegExp(
      `^${WHOSE}(?:full|first|last|middle|given|family|sur|maiden|preferred|legal|nick)names?${MORE}$`,
    ),
    "initials",
  ],
  [new RegExp(`^${WHOSE}(?:first|last|middle|given|family)$`), "initials"],
  [new RegExp(`^(?:${PERSON}|pt|recipient|contact)names?${MORE}$`), "initials"],
  [/dateofbirth|birth|^born/, "year"],
  [new RegExp(`^${WHOSE}dob${MORE}$`), "year"],
  [/phone|^contact(?:number|num|no)\d*$/, "last4"],
  [
    new RegExp(
      `^${WHOSE}(?:home|cell|mobile|work|day|evening)?(?:tel|mobile|cell|fax|sms)${NUMBER}?${MORE}$`,
    ),
    "last4",
  ],
  [
    new RegExp(
      `^${WHOSE}(?:ssn|socialsecurity|sin|nationalid|passport|driverslicense|medicare|medicaid|mbi)${NUMBER}?${MORE}$`,
    ),
    "last4",
  ],
  [new RegExp(`^${WHOSE}(?:(?:mrn|medicalrecord)${NUMBER}?|chart${NUMBER})${MORE}$`), "last4"],
  [/^(?:patient|member)?identifiers?$/, "last4"],
  [
    new RegExp(
      `^(?:${PERSON}|policy|insurance|card|coverage|group|account)(?:card|member|policy|group)?${NUMBER}${MORE}$`,
    ),
    "last4",
  ],
  [/^telecoms?$|^.*e?mail(?:address(?:es)?)?\d*$/, "gone"],
  [
    new RegExp(
      `^${WHOSE}(?:home|mailing|billing|street|postal|delivery|shipping|residential)?(?:addr(?:ess(?:es)?)?(?:line)?|street(?:name|number)?|city|town|county|zip(?:code)?|postal|postalcode|postcode)${MORE}$`,
    ),
    "gone",
  ],
  [
    /^(?:primary|secondary|patient|admitting)?(?:diagnos[ie]s|diagnosis(?:code|text|description)s?|icd(?:9|10|11)?(?:code)?s?|medicalhistory|medicalconditions?|allerg(?:y|ies))$/,
    "gone",
  ],
];

const BEGINS_WITH_PERSON = new RegExp(`^${PERSON}`);
const CONTACT = /^contacts?(?:person|details?|info)?$/;
const PERSON_ALONE = new RegExp(`^(?:${PERSON}|contact)s?$`);

/** In an object about a person even these are that person's. */
const OF_PEOPLE: Readonly<Record<string, Masking>> = {
  name: "initials",
  initials: "initials",
  id: "last4",
  number: "last4",
  ref: "last4",
  last4: "digits",
};

const RESOURCES: ReadonlySet<unknown> = new Set(["Patient", "Person", "RelatedPerson", "Coverage"]);
const REFERENCE = /(?:^|\/)(?:Patient|Person|RelatedPerson)\//;

export function toWord(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Whether a field of this name speaks of a person, whatever follows the word for one. */
export function isAboutPerson(word: string): boolean {
  return BEGINS_WITH_PERSON.test(word) || CONTACT.test(word);
}

/** Whether a field of this name, where it holds a text, names the person. */
export function isPersonAlone(word: string): boolean {
  return PERSON_ALONE.test(word);
}

/** Whether an object is a FHIR resource about a person, or a reference to one. */
export function isPersonResource(values: Readonly<Record<string, unknown>>): boolean {
  const { resourceType, reference } = values;
  return (
    isResourceType(resourceType) || (typeof reference === "string" && REFERENCE.test(reference))
  );
}

export function isResourceType(value: unknown): boolean {
  return RESOURCES.has(value);
}

/** Pure: how a field of this name is shown; null where its name tells nothing. */
export function maskingOf(word: string, isPerson: boolean): Masking | null {
  const ofPerson = isPerson && Object.hasOwn(OF_PEOPLE, word) ? OF_PEOPLE[word] : undefined;
  return ofPerson ?? FIELDS.find(([field]) => field.test(word))?.[1] ?? null;
}
