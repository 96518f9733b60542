/** A drug as written, tall-man letters and all; the strength is never torn from its unit. */
export function DrugName({ name }: { name: string }) {
  const [, words = name, strength = ""] = /^(.*?)\s(\d\S{0,15}\s\S{1,15})$/.exec(name) ?? [];
  return (
    <>
      {words}
      {strength && (
        <>
          {" "}
          <span className="whitespace-nowrap">{strength}</span>
        </>
      )}
    </>
  );
}
